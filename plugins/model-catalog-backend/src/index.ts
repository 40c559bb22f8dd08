/**
 * OpenShift AI read inside of the Backstage backend.
 *
 * @packageDocumentation
 */
export { modelCatalogPlugin as default } from './plugin';
