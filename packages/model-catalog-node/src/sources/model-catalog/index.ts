export { createModelCatalogSource } from './createModelCatalogSource';
export type { ModelCatalogOptions } from './createModelCatalogSource';
