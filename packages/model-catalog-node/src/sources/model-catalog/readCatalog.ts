import { isDeepStrictEqual } from 'node:util';
import { isHttpError } from '../../http/errors';
import type { CatalogModel } from '../objects';
import type { ParsedElements } from '../elements';
import { readEach } from '../readEach';
import type { Issue } from '../types';
import type { ArtifactReader, ArtifactReading, Row } from './artifacts';
import type { Card, CardCleaner } from './cards';
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

/** What a reading is made with, and what it remembers of the ones before. */
export type CatalogReader = {
  client: CatalogClient;
  /** Id of the source. */
  id: string;
  /** Name of the catalog. */
  catalog: string;
  artifacts: ArtifactReader;
  cards: CardCleaner;
  /** The model as it was shown last. */
  before: (id: string) => CatalogModel | undefined;
  /** The card's text as it was shown last. */
  textBefore: (digest: string) => string | undefined;
  /** Whether more may be known of models than this process has read. */
  hasPast: boolean;
};

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

type Listed = Row & { source: CatalogSource };

function takeList(
  reading: CatalogReading,
  { source, list, error }: SourceList,
) {
  const gap = gapOf(source);
  if (gap) {
    reading.gaps.push(gap);
  }
  if (!list) {
    const reason = messageOf(error);
    reading.gaps.push(`the models of ${source.id} were not read: ${reason}`);
    return [];
  }
  for (const { issue, name } of list.bad) {
    reading.issues.push(issue);
    reading.gaps.push(`${issue.object} was not understood`);
    if (name !== undefined) {
      reading.unreadable.add(`${source.id}/${name}`);
    }
  }
  return list.good.map(
    (model): Listed => ({
      id: `${source.id}/${model.name}`,
      sourceId: source.id,
      source,
      model,
    }),
  );
}

const orElse = (texts: readonly string[], other: readonly string[] = []) => [
  ...(texts.length > 0 ? texts : other),
];

function toModel(
  { id, source, model }: Listed,
  catalog: string,
  { artifactUris, card }: { artifactUris: readonly string[]; card?: Card },
): CatalogModel {
  const { head = {} } = card ?? {};
  const { name, description, provider } = model;
  const language = orElse(model.language, head.language);
  return {
    id,
    catalog,
    sourceId: source.id,
    sourceName: source.name,
    name,
    description,
    provider,
    license: model.license ?? head.license,
    licenseLink: model.licenseLink ?? head.licenseLink,
    tasks: orElse(model.tasks, head.tasks),
    language: language.length > 0 ? language : undefined,
    artifactUris: [...artifactUris],
    cardDigest: card?.digest,
  };
}

/** The card of a model; one that cannot be shown keeps its last text. */
async function cardOf(
  { id, model }: Listed,
  artifactUris: readonly string[],
  { id: source, cards, before, textBefore }: CatalogReader,
): Promise<{ card?: Card; issue?: Issue }> {
  if (model.readme !== undefined) {
    return { card: await cards.clean(model.readme, artifactUris) };
  }
  if (!model.isCardTooLong) {
    return {};
  }
  const digest = before(id)?.cardDigest;
  const text = digest === undefined ? undefined : textBefore(digest);
  const object = `CatalogModel ${id}`;
  const stays = text === undefined ? 'without a card' : 'with its last card';
  const reason = `is longer than 1 MiB; the model is shown ${stays}`;
  return {
    card: digest && text !== undefined ? { digest, text, head: {} } : undefined,
    issue: { source, object, field: 'readme', reason },
  };
}

async function takeModels(
  reading: CatalogReading,
  { rows, artifacts }: { rows: readonly Listed[]; artifacts: ArtifactReading },
  reader: CatalogReader,
) {
  const { uris, failed } = artifacts;
  if (failed) {
    reading.issues.push({
      source: reader.id,
      object: `artifacts of ${failed.count} model(s)`,
      reason: `${failed.reason}; what was known of them stays`,
      level: 'info',
    });
  }
  for (const row of rows) {
    const artifactUris = uris.get(row.id);
    if (!artifactUris && reader.hasPast) {
      // Shown without them, a model that is known would be poorer than before.
      reading.unreadable.add(row.id);
      reading.gaps.push(`the artifacts of ${row.id} were not read`);
    }
    const { card, issue } = await cardOf(row, artifactUris ?? [], reader);
    const parts = { artifactUris: artifactUris ?? [], card };
    const model = toModel(row, reader.catalog, parts);
    const before = reader.before(row.id);
    // The same object tells those behind that nothing changed.
    reading.models.push(
      before && isDeepStrictEqual(before, model) ? before : model,
    );
    if (card?.digest !== undefined) {
      reading.texts.set(card.digest, card.text);
    }
    if (issue) {
      reading.issues.push(issue);
    }
  }
  reader.cards.sweep();
}

/** Reads all sources and, source by source, all models. */
export async function readCatalog(
  reader: CatalogReader,
  signal: AbortSignal,
): Promise<CatalogReading> {
  const sources = await reader.client.sources(signal);
  const reading: CatalogReading = {
    models: [],
    unreadable: new Set(),
    issues: sources.bad.map(({ issue }) => issue),
    texts: new Map(),
    gaps: sources.bad.map(({ issue }) => `${issue.object} was not understood`),
  };
  const enabled = sources.good.filter(source => source.enabled);
  const lists = await readLists(reader.client, enabled, signal);
  const rows = lists.flatMap(list => takeList(reading, list));
  const artifacts = await reader.artifacts.read(rows, signal);
  await takeModels(reading, { rows, artifacts }, reader);
  return reading;
}
