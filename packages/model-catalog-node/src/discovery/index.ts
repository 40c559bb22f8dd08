export { routeAddress } from './addresses';
export { createDiscovery, type Discovery } from './createDiscovery';
export { findDashboard, type FoundDashboard } from './findDashboard';
export { Route } from './schema';
export * from './types';
