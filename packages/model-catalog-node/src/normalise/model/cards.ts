import { type CardRef, encodePart } from '@model-catalog/common';
import {
  type CatalogModel,
  DEFAULT_CATALOG,
  type RegistryVersion,
} from '../../sources/objects';
import { comparableUri } from './artifactUri';
import type { Report } from '../types';

/** Catalog models by each way in which others can name them. */
export type CatalogIndex = {
  byLink: ReadonlyMap<string, CatalogModel>;
  /** By the URI of an artifact; several when it is an artifact of each. */
  byArtifact: ReadonlyMap<string, readonly CatalogModel[]>;
};

const linkId = (source: string, model: string) => `${source}\n${model}`;

/** Of equal ones the default catalog's, else the same whatever their order. */
function byRank(a: CatalogModel, b: CatalogModel): number {
  const rank = ({ catalog, id }: CatalogModel) =>
    `${catalog === DEFAULT_CATALOG ? 0 : 1}\n${catalog}\n${id}`;
  return rank(a) < rank(b) ? -1 : 1;
}

/** Artifacts name a catalog source by its id (3.x dashboard) or by its name (2.x). */
export function indexCatalog(models: readonly CatalogModel[]): CatalogIndex {
  const ranked = [...models].sort(byRank);
  const ids = new Map<string, CatalogModel>();
  const names = new Map<string, CatalogModel>();
  const byArtifact = new Map<string, CatalogModel[]>();
  const add = (
    map: Map<string, CatalogModel>,
    source: string | undefined,
    model: CatalogModel,
  ) => {
    const id = linkId(source ?? '', model.name);
    if (source !== undefined && !map.has(id)) {
      map.set(id, model);
    }
  };
  for (const model of ranked) {
    add(ids, model.sourceId, model);
    add(names, model.sourceName, model);
    const uris = model.artifactUris.flatMap(uri => comparableUri(uri) ?? []);
    for (const uri of new Set(uris)) {
      byArtifact.set(uri, [...(byArtifact.get(uri) ?? []), model]);
    }
  }
  return { byLink: new Map([...names, ...ids]), byArtifact };
}

const indices = new WeakMap<readonly CatalogModel[], CatalogIndex>();

/** {@link indexCatalog}, once for the same list. */
export function catalogIndexOf(models: readonly CatalogModel[]): CatalogIndex {
  const index = indices.get(models) ?? indexCatalog(models);
  indices.set(models, index);
  return index;
}

/** Whether it makes no difference to a reader which of two is taken. */
function saysTheSame(a: CatalogModel, b: CatalogModel): boolean {
  const facts = (model: CatalogModel) =>
    JSON.stringify([
      model.name,
      model.cardDigest,
      model.license,
      model.licenseLink,
      model.provider,
      model.tasks,
      model.language,
      model.description,
    ]);
  return facts(a) === facts(b);
}

function byArtifacts(
  uris: readonly string[],
  { byArtifact }: CatalogIndex,
  report: Report,
): CatalogModel | undefined {
  const found = uris.flatMap(uri => {
    const comparable = comparableUri(uri);
    return comparable === undefined ? [] : byArtifact.get(comparable) ?? [];
  });
  const [first, ...others] = [...new Set(found)].sort(byRank);
  const other = first && others.find(model => !saysTheSame(first, model));
  if (other) {
    report(
      'uri',
      `its artifact is one of several models of the catalog (${first.id}, ${other.id}); no card, licence or task is taken of any`,
      'info',
    );
    return undefined;
  }
  return first;
}

/**
 * The catalog model that something came from.
 *
 * | link of the registry | artifacts are in the catalog | model |
 * |---|---|---|
 * | leads to a model | any | the one of the link |
 * | none, or to nothing | of one model | this one |
 * | none, or to nothing | of several that say the same | the first of them |
 * | none, or to nothing | of several that differ | none, reported |
 * | none, or to nothing | no | none |
 */
export function catalogModelOf(
  {
    link,
    uris,
  }: { link?: RegistryVersion['catalogLink']; uris: readonly string[] },
  index: CatalogIndex,
  report: Report,
): CatalogModel | undefined {
  const linked = link && index.byLink.get(linkId(link.source, link.model));
  return linked ?? byArtifacts(uris, index, report);
}

/**
 * The key of a catalog model's card. No key of the default catalog begins with
 * a slash, so that those of further ones are theirs alone.
 */
function cardKey({ catalog, id }: CatalogModel): string {
  return catalog === DEFAULT_CATALOG ? id : `/${encodePart(catalog)}/${id}`;
}

/** The catalog's card before the registered model's own readme. */
export function chooseCard(
  key: string,
  readmeDigest: string | undefined,
  catalogModel: CatalogModel | undefined,
): CardRef | undefined {
  if (catalogModel?.cardDigest !== undefined) {
    return { key: cardKey(catalogModel), digest: catalogModel.cardDigest };
  }
  return readmeDigest === undefined ? undefined : { key, digest: readmeDigest };
}
