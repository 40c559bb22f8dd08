export { buildKubeApiServer, defaultCacheDir } from './buildKubeApiServer';
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
