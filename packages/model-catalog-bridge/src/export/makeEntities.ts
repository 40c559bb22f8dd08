import type { Entity } from '@backstage/catalog-model';
import {
  canBeAiModelServer,
  type Draft,
  draftEntities,
  type EntityInput,
  refsOf,
  type Shape,
  shownDefinition,
  type ShownUrls,
  whyInvalid,
  withStandingRelations,
} from './plugins';
import { markedDigest } from '@model-catalog/common';
import type { Location } from './readLocation';

export type MakeOptions = {
  baseUrl: string;
  /** Id of the entry under `catalog.providers.modelCatalog`. */
  id: string;
  urls: ShownUrls;
  /** How model servers are shown. */
  shape: Shape;
};

/** What the catalog would get, its definitions still named by their digests. */
export type Made = {
  drafts: readonly Draft[];
  /** What is wrong with some of them; a refused one is not among the drafts. */
  flaws: readonly string[];
};

/** The shape of each server in a hub that has taken it over: one that cannot have it is a Component. */
function formsOf(
  records: readonly EntityInput[],
  { urls, shape }: MakeOptions,
): ReadonlyMap<string, readonly Shape[]> {
  return new Map(
    records.flatMap(record =>
      record.kind === 'server'
        ? [[record.key, [canBeAiModelServer(record, urls) ? shape : 'classic']]]
        : [],
    ),
  );
}

/** Makes the entities as the catalog's plugin does, and holds each to the catalog's rules. */
export async function makeEntities(
  records: readonly EntityInput[],
  options: MakeOptions,
): Promise<Made> {
  const { baseUrl, id, urls } = options;
  const { drafts, issues } = draftEntities(records, {
    baseUrl,
    urls,
    forms: formsOf(records, options),
    location: `ModelCatalogResourceEntityProvider:${id}`,
    refs: new Map(records.map(record => [record.key, refsOf(record)[0]])),
  });
  const flaws = issues
    .filter(({ level }) => level !== 'info')
    .map(({ ref, field, message }) => `${ref} ${field}: ${message}`);
  const sound: Draft[] = [];
  const standing = new Set<string>();
  for (const draft of drafts) {
    const { ref, entity } = draft;
    const reason = standing.has(ref)
      ? 'another entity has this name'
      : await whyInvalid(entity);
    if (reason === undefined) {
      standing.add(ref);
      sound.push(draft);
    } else {
      flaws.push(`${ref} is left out: ${reason}`);
    }
  }
  const related = sound.map(draft => ({
    ...draft,
    entity: withStandingRelations(draft.entity, standing),
  }));
  return { drafts: related, flaws };
}

/** So many definitions are in memory at once. */
const BATCH = 50;

const digestOf = ({ spec }: Entity) =>
  typeof spec?.definition === 'string'
    ? markedDigest(spec.definition)
    : undefined;

/** The entities with their definitions in the place of the digests. */
export async function* withDefinitions(
  drafts: readonly Draft[],
  { records, texts }: Location,
  urls: ShownUrls,
): AsyncGenerator<Entity> {
  const byKey = new Map(records.map(record => [record.key, record]));
  for (let start = 0; start < drafts.length; start += BATCH) {
    const some = drafts.slice(start, start + BATCH);
    const digests = some.flatMap(({ entity }) => digestOf(entity) ?? []);
    const found =
      digests.length > 0 ? await texts([...new Set(digests)]) : new Map();
    for (const { key, entity } of some) {
      const digest = digestOf(entity);
      const text: string | undefined =
        digest === undefined ? undefined : found.get(digest);
      const record = byKey.get(key);
      yield text === undefined || record?.kind !== 'server'
        ? entity
        : {
            ...entity,
            spec: {
              ...entity.spec,
              definition: shownDefinition(text, record, urls),
            },
          };
    }
  }
}
