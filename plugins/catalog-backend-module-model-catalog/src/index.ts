/**
 * AI models and model servers of OpenShift AI in the catalog.
 *
 * @packageDocumentation
 */
export { catalogModuleModelCatalog as default } from './module';
