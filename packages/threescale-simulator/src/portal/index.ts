export { Realm } from './Realm';
export { createPortal, type PortalOptions } from './createPortal';
