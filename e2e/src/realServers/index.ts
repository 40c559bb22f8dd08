export {
  buildKubeApiServer,
  defaultCacheDir,
  whyNoKubeApiServer,
} from './buildKubeApiServer';
export type { BuildOptions, BuildResult } from './buildKubeApiServer';
export type { Unavailable } from './goTool';
export { KubernetesClient } from './KubernetesClient';
export type {
  KubernetesAccess,
  KubernetesAnswer,
  KubernetesRequest,
} from './KubernetesClient';
export { startKubeApiServer } from './startKubeApiServer';
export type {
  RealKubernetes,
  StartOptions,
  UserAccess,
} from './startKubeApiServer';
export { waitFor } from './waitFor';
export { temporaryKubernetes, withRealKubernetes } from './withRealKubernetes';
export type {
  TemporaryKubernetes,
  TemporaryOptions,
} from './withRealKubernetes';
export { eventsUntil } from './watchEvents';
export type { WatchEvent } from './watchEvents';
export { readAnswers } from './readAnswers';
export type { Answers } from './readAnswers';
export { PROBES } from './probes';
export type { Identity, Probe } from './probes';
export {
  comparable,
  openProbeClients,
  runProbe,
  seedProbes,
} from './runProbes';
export type { ProbeClients, ProbedServer } from './runProbes';
