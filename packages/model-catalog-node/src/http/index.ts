export * from './createFallbackClient';
export * from './createHttpClient';
export * from './delay';
export * from './errors';
export * from './fetchJson';
export type {
  Authorize,
  Exchange,
  HttpClientOptions,
  RetrySettings,
  TlsSettings,
} from './options';
export * from './mayCarryToken';
export * from './redactUrl';
export * from './types';
export { proxyFor } from '@model-catalog/proxy';
