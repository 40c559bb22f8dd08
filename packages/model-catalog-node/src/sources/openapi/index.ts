export { createAddressPolicy, type AddressPolicy } from './addressPolicy';
export type { AuthorizeFor } from './ask';
export { createServerApiSource } from './createServerApiSource';
export type {
  ServerApiOptions,
  ServerApiSource,
} from './createServerApiSource';
export type { Schedule } from './schedule';
