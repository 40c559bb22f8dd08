export {
  AdminApiError,
  type AdminApiErrorKind,
  isAdminApiError,
} from './AdminApiError';
export {
  type AdminApi,
  type AdminApiOptions,
  createAdminApi,
} from './createAdminApi';
export type { ProxyConfig } from './proxyShapes';
export type { AdminApiReader } from './reading';
export type { ActiveDoc, Backend, BackendUsage, Plan, Service } from './shapes';
export type {
  Account,
  Application,
  AuthenticationProvider,
  Provider,
  Subscription,
  Template,
} from './tenantShapes';
export type {
  AdminApiWriter,
  LoginChange,
  NewTemplate,
  ProviderChange,
} from './writing';
