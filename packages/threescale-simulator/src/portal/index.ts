export { createPortal, type PortalOptions } from './createPortal';
