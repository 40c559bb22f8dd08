export { createServerApiSource } from './createServerApiSource';
export type {
  ServerApiOptions,
  ServerApiSource,
} from './createServerApiSource';
export type { Schedule } from './schedule';
