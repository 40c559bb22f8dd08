import { isHttpError } from '../../http/errors';
import { type CatalogModel, DEFAULT_CATALOG } from '../objects';
import type { ParsedElements } from '../elements';
import { readEach } from '../readEach';
import type { Issue } from '../types';
import type { CatalogClient } from './client';
import type { CatalogSource, Model } from './schema';
import { messageOf } from '../../messageOf';

/** Everything that one pass over the catalog brought. */
export type CatalogReading = {
  models: CatalogModel[];
  unreadable: Set<string>;
  issues: Issue[];
  /** Card texts by digest. */
  texts: Map<string, string>;
  /** Why absence from this reading means nothing; empty when it was complete. */
  gaps: string[];
};

const CONCURRENCY = 4;

function toModel(source: CatalogSource, model: Model): CatalogModel {
  return {
    id: `${source.id}/${model.name}`,
    catalog: DEFAULT_CATALOG,
    sourceId: source.id,
    sourceName: source.name,
    name: model.name,
    description: model.description,
    provider: model.provider,
    license: model.license,
    licenseLink: model.licenseLink,
    tasks: model.tasks,
    artifactUris: [],
    cardDigest: model.card?.digest,
  };
}

/**
 * What a source says of its own health.
 *
 * | status | meaning of an absent model |
 * |---|---|
 * | available, disabled, none (before 3.2) | absent |
 * | error, partially-available | nothing |
 */
function gapOf({ id, status, error }: CatalogSource): string | undefined {
  return status === 'error' || status === 'partially-available'
    ? `catalog source ${id} reports ${status}${
        error ? `: ${error.slice(0, 200)}` : ''
      }`
    : undefined;
}

/** An answer that concerns only this one source; anything else concerns them all. */
function isOwnFailure(error: unknown): boolean {
  return (
    isHttpError(error) &&
    (error.status === 404 ||
      error.status === 400 ||
      error.status === 500 ||
      error.kind === 'too-large')
  );
}

function takeModels(
  reading: CatalogReading,
  from: { id: string; source: CatalogSource },
  models: readonly Model[],
) {
  for (const model of models) {
    const object = toModel(from.source, model);
    reading.models.push(object);
    if (model.card) {
      reading.texts.set(model.card.digest, model.card.text);
    }
    if (model.isCardTooLong) {
      reading.issues.push({
        source: from.id,
        object: `CatalogModel ${object.id}`,
        field: 'readme',
        reason: 'is longer than 1 MiB; the model is shown without its card',
      });
    }
  }
}

type SourceList = {
  source: CatalogSource;
  list?: ParsedElements<Model>;
  /** Why there is no list. */
  error?: unknown;
};

/** The models of each source; throws when not a single source can be read. */
async function readLists(
  client: CatalogClient,
  sources: readonly CatalogSource[],
  signal: AbortSignal,
): Promise<SourceList[]> {
  const read = async (
    source: CatalogSource,
    stop: AbortSignal,
  ): Promise<SourceList> => {
    try {
      return { source, list: await client.models(source.id, stop) };
    } catch (error) {
      if (!isOwnFailure(error)) {
        throw error;
      }
      return { source, error };
    }
  };
  const lists = await readEach(
    sources,
    { concurrency: CONCURRENCY, signal },
    read,
  );
  const [first] = lists;
  if (first && lists.every(({ list }) => !list)) {
    throw first.error;
  }
  return lists;
}

function takeList(
  reading: CatalogReading,
  id: string,
  { source, list, error }: SourceList,
) {
  const gap = gapOf(source);
  if (gap) {
    reading.gaps.push(gap);
  }
  if (!list) {
    const reason = messageOf(error);
    reading.gaps.push(`the models of ${source.id} were not read: ${reason}`);
    return;
  }
  takeModels(reading, { id, source }, list.good);
  for (const { issue, name } of list.bad) {
    reading.issues.push(issue);
    reading.gaps.push(`${issue.object} was not understood`);
    if (name !== undefined) {
      reading.unreadable.add(`${source.id}/${name}`);
    }
  }
}

/** Reads all sources and, source by source, all models. */
export async function readCatalog(
  client: CatalogClient,
  id: string,
  signal: AbortSignal,
): Promise<CatalogReading> {
  const sources = await client.sources(signal);
  const reading: CatalogReading = {
    models: [],
    unreadable: new Set(),
    issues: sources.bad.map(({ issue }) => issue),
    texts: new Map(),
    gaps: sources.bad.map(({ issue }) => `${issue.object} was not understood`),
  };
  const enabled = sources.good.filter(source => source.enabled);
  for (const list of await readLists(client, enabled, signal)) {
    takeList(reading, id, list);
  }
  return reading;
}
