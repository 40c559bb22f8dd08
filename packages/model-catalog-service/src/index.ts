/**
 * The service between OpenShift AI and Developer Hub, for every host that runs
 * it: configuration, sources, the one that leads, and the location routes.
 *
 * @packageDocumentation
 */
export { answerFailure, createApp } from './app';
export { type Access, createAccess } from './compose/access';
export { permissionOf } from './compose/endpointSource';
export { routeOrigin } from './compose/routes';
export { createServiceCa } from './compose/serviceCa';
export { createTrust } from './compose/trust';
export { type Address, isLoopback, parseAddress } from './config/address';
export { ConfigError } from './config/ConfigError';
export { parseDuration } from './config/duration';
export { type Endpoint, parseEndpoints } from './config/endpoints';
export { readConfigFile } from './config/file/readConfigFile';
export { type ConfigFile, configFileSchema } from './config/file/schema';
export { namespace as namespaceName } from './config/file/words';
export { normaliseOptions } from './config/normaliseOptions';
export { type HostSettings, serviceConfig } from './config/serviceConfig';
export type { Credential, ServiceConfig } from './config/types';
export {
  createService,
  type Service,
  type ServiceOptions,
} from './createService';
export { differenceOf } from './differenceOf';
export {
  type Hosted,
  type HostedOptions,
  openHosted,
} from './hosted/openHosted';
export {
  type HostedEntry,
  type HostedInput,
  readHosted,
} from './hosted/readHosted';
export { listen, ListenError, type Listening } from './listen';
export { onlyKnownHosts } from './location/access/knownHosts';
export { createContent, type LocationContent } from './location/content';
export { createLocationApp } from './location/createLocationApp';
export {
  isSame as isSameRecord,
  type LocationView,
  packRecord,
} from './location/records';
export type { RouterOptions } from './location/router';
export { errorDetails, type Logger } from './log';
export {
  Approved,
  RefusedRemovals,
  REMOVALS_PATH,
  type Removals,
  removalsRouter,
} from './removals';
export { createRoleElection } from './run/election';
export { connect, type Kubernetes, storeNamespace } from './run/kubernetes';
export { createLeading, type Observer, tellStart } from './run/lead';
export { Mirror } from './run/mirror';
export { createPatience } from './run/patience';
export { delay, now } from './run/shell';
export {
  createSecretCheck,
  OVERLAP_MS,
  type SecretCheckOptions,
  type Verdict,
} from './secretCheck';
