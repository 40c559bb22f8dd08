export { loadCatalogFiles } from './files';
export type { CatalogRelease } from './release';
export { catalogRouter } from './router';
export { createCatalogState } from './state';
export type {
  CatalogContent,
  CatalogSourceContent,
  CatalogState,
  SourceStatus,
} from './state';
export type {
  CatalogArtifactInput,
  CatalogLabel,
  CatalogModelInput,
  CatalogSourceInput,
} from './inputs';
export type {
  CatalogArtifact,
  CatalogModel,
  CatalogSource,
  ModelRow,
} from './types';
