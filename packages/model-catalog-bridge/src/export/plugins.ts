/**
 * Parts of the plugins: what a hub would make of a location service is made by
 * the same code, so that it cannot be anything else.
 */
/* eslint-disable @backstage/no-forbidden-package-imports, @backstage/no-mixed-plugin-imports */
export { inParallel } from '@model-catalog/backstage-plugin-catalog-backend-module-model-catalog/src/client/inParallel';
export { LocationClient } from '@model-catalog/backstage-plugin-catalog-backend-module-model-catalog/src/client/LocationClient';
export {
  canBeAiModelServer,
  type Draft,
  draftEntities,
  type EntityInput,
  fromDocuments,
  refsOf,
  type Shape,
  shownDefinition,
  type ShownUrls,
  whyInvalid,
  withStandingRelations,
} from '@model-catalog/backstage-plugin-catalog-backend-module-model-catalog/src/entities';
export { cardFiles } from '@model-catalog/backstage-plugin-catalog-techdoc-url-reader-backend/src/cardFiles';
