export { clusterResolver } from './clusterResolver';
export { type DoorOptions, type Doors, openDoors } from './doors';
export type { Resolve } from './forward';
export { createGateway, type GatewayOptions } from './Gateway';
