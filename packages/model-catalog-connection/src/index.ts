/**
 * How both plugins reach the location service: the config keys under
 * `catalog.providers.modelCatalog`, and one bounded HTTP GET.
 *
 * @packageDocumentation
 */
export * from './config/hubAccess';
export * from './config/readConnections';
export * from './config/types';
export * from './http/HttpGetter';
export * from './http/LocationServiceError';
