/**
 * Models as a Service: what a served model becomes in 3scale, the publisher
 * that keeps it so, the tenant's set-up, and the offerings found there.
 *
 * @packageDocumentation
 */
export * from './contract/labels';
export type * from './contract/types';
export * from './contract/asked';
export * from './contract/names';
export { DEFAULT_PLANS, PlanList } from './contract/plans';
export * from './contract/serverKey';
export { RenderSettingsSchema } from './contract/settings';
export { BUILT_IN } from './profiles/builtIn';
export { profileOf } from './profiles/detect';
export { gatewayUrlOf } from './render/gateway';
export { ownedLabels } from './render/metadata';
export * from './render/fromManifests';
export * from './render/hideOffering';
export { ownedNamesOf } from './render/ownedNames';
export { promotionManifest } from './render/promotionManifest';
export * from './render/renderOfferings';
export {
  type AdminApi,
  AdminApiError,
  type AdminApiOptions,
  type AdminApiReader,
  createAdminApi,
  isAdminApiError,
} from './threescale/adminApi';
export * from './publisher';
export * from './threescale/objects';
export * from './offerings';
export * from './setup';
