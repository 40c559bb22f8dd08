/**
 * The library: everything between the APIs of OpenShift AI and the store of
 * normalised records. It knows no Backstage and no process.
 *
 * @packageDocumentation
 */
export * from './howToCall';
export * from './http';
export * from './leader';
export { messageOf } from './messageOf';
export type { Rest } from './steps';
export * from './kubernetes';
export * from './diagnose';
export { cleanOpenApi } from './definitions/cleanOpenApi';
export { controlPlaneReason } from './definitions/controlPlane';
export type { Offer } from './definitions/offers';
export { readOpenApi } from './definitions/openApi';
export { parseText } from './definitions/parseText';
export { isObject, type Json, type JsonObject } from './definitions/plainData';
export { fromTemplates } from './definitions/templates/build';
export { runtimeOf } from './definitions/runtimes';
export * from './discovery';
export * from './sources/model-catalog';
export * from './sources/model-registry';
export * from './offerings';
export * from './sources/namespaces';
export * from './sources/openapi';
export * from './sources/kserve';
export { LongText } from './sources/longText';
export { eachPage, type PagedList, pageOf } from './sources/paging';
export * from './sources/objects';
export * from './sources/types';
export * from './store/configMap/createConfigMapStore';
export * from './store/limits';
export * from './store/memory';
export * from './store/remote';
export * from './records/stored';
export { packText, unpackText } from './records/packed';
export { TextMap } from './records/TextMap';
export * from './store/sql/createSqlStore';
export * from './store/types';
export * from './wire';
export * from './pipeline';
export { canonical } from './plan/canonical';
export {
  DEFAULT_REMOVAL_POLICY,
  exceeds,
  type RemovalPolicy,
} from './plan/policy';
export {
  type Dashboard,
  dashboardAt,
  dashboardOfStored,
} from './normalise/fields/dashboard';
export type { NormaliseOptions } from './normalise/types';
export * from './normalise/fields/rules';
export * from './selection';
