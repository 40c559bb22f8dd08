/**
 * The bridge between OpenShift AI and Developer Hub as a library: what
 * `model-catalog-bridge` runs, for tests and benchmarks to run in-process.
 *
 * @packageDocumentation
 */
export { main, type ExitCode, type Shell } from './cli';
export {
  type Config,
  ConfigError,
  loadConfig,
  readConfig,
} from './config/config';
export { createLogger } from './log';
export { startAll } from './roles/all';
export { startLocation } from './roles/location';
export { startRhoaiNormalizer } from './roles/rhoaiNormalizer';
export type { RoleInput, Running } from './roles/role';
export { startStorageRest } from './roles/storageRest';
