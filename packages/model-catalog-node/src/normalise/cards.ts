import type { CardRef } from '@model-catalog/common';
import type { CatalogModel, RegistryVersion } from '../sources/objects';

/** Catalog models by each way in which an artifact can name them. */
export type CatalogIndex = ReadonlyMap<string, CatalogModel>;

const linkId = (source: string, model: string) => `${source}\n${model}`;

/** Artifacts name a catalog source by its id (3.x dashboard) or by its name (2.x). */
export function indexCatalog(models: readonly CatalogModel[]): CatalogIndex {
  const index = new Map<string, CatalogModel>();
  for (const model of models) {
    if (model.sourceName !== undefined) {
      index.set(linkId(model.sourceName, model.name), model);
    }
  }
  for (const model of models) {
    index.set(linkId(model.sourceId, model.name), model);
  }
  return index;
}

/** The catalog model that a version came from. */
export function catalogModelOf(
  { catalogLink }: RegistryVersion,
  index: CatalogIndex,
): CatalogModel | undefined {
  return (
    catalogLink && index.get(linkId(catalogLink.source, catalogLink.model))
  );
}

/** The catalog's card before the registered model's own readme. */
export function chooseCard(
  key: string,
  version: RegistryVersion,
  catalogModel: CatalogModel | undefined,
): CardRef | undefined {
  if (catalogModel?.cardDigest !== undefined) {
    return { key: catalogModel.id, digest: catalogModel.cardDigest };
  }
  return version.readmeDigest === undefined
    ? undefined
    : { key, digest: version.readmeDigest };
}
