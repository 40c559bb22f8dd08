export { routeAddress } from './addresses';
export { createDiscovery, type Discovery } from './createDiscovery';
export { Route } from './schema';
export * from './types';
