export { inPieces } from './applyLines';
export * from './createRemoteStore';
export { StoreUnreachable, toWireError } from './errors';
export type { RemoteReader } from './remoteReader';
export type { RemoteView } from './viewReader';
export * as storeWire from './wire';
