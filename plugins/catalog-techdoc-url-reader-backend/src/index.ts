/**
 * Serves the model cards of OpenShift AI to TechDocs.
 *
 * @packageDocumentation
 */
export { modelCatalogBridgeTechdocUrlReaderFactory as default } from './factory';
