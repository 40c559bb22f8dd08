import { isDeepStrictEqual } from 'node:util';
import type { HttpClient } from '../../http/types';
import { type CatalogModel, DEFAULT_CATALOG } from '../objects';
import {
  createPolledSource,
  type Look,
  type PolledSource,
} from '../polledSource';
import type { SourceContext } from '../types';
import { createArtifactReader } from './artifacts';
import { createCardCleaner } from './cards';
import { createCatalogClient } from './client';
import { confirmAbsence, NOTHING_KNOWN, type Known } from './confirmAbsence';
import { readCatalog, type CatalogReading } from './readCatalog';

/** Times are milliseconds. */
export type ModelCatalogOptions = {
  context: SourceContext;
  /** Carries the credential of the catalog. */
  http: HttpClient;
  /** With or without `/api/model_catalog/v1alpha1` (or `v1`), with or without a path before it. */
  baseUrl: string;
  /** Name of the catalog where there are several: its source is `model-catalog/<name>`. */
  name?: string;
  /** Id of the source; says the name too, if that is not given. */
  id?: string;
  /** How long a model must be missing before it is gone. Default 1 min. */
  settleMs?: number;
  /** Who must allow what when the server says no, where more is known. */
  permission?: string;
  /** Pause between two readings. Default 2 min. */
  pollIntervalMs?: number;
  /** Models per page. Default 100: a page carries whole model cards. */
  pageSize?: number;
  /** More pages than this are an error. Default 1000. */
  maxPages?: number;
  /** For one request. Default 30 s. */
  timeoutMs?: number;
};

const PREFIX = `${DEFAULT_CATALOG}/`;

/** The name of a catalog and the id of its source: each tells the other. */
function namesOf({ name, id }: ModelCatalogOptions) {
  const given = id?.startsWith(PREFIX) ? id.slice(PREFIX.length) : undefined;
  const catalog = name ?? given ?? DEFAULT_CATALOG;
  const own = catalog === DEFAULT_CATALOG ? catalog : `${PREFIX}${catalog}`;
  return { catalog, id: id ?? own };
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How long the real catalog may answer with old rows or none after its start. */
const LOADING_MS = MINUTE;

function lookOf(
  reading: CatalogReading,
  known: Known,
  gaps: readonly string[],
): Look<CatalogModel> {
  const { unreadable, issues } = reading;
  const result = {
    objects: [...known.models.values()],
    removed: new Set<string>(),
    unreadable,
    issues,
  };
  const { texts } = known;
  if (gaps.length === 0) {
    return { result: { state: 'complete', ...result }, texts };
  }
  const more = gaps.length > 1 ? ` (and ${gaps.length - 1} more)` : '';
  const message = `The model catalog was not read completely: ${gaps[0]}${more}. What was known of the rest stays.`;
  return { result: { state: 'partial', message, ...result }, texts };
}

/** Remembers what the readings bring, and says what each of them means. */
function createMemory(context: SourceContext, settleMs: number) {
  let known: Known = NOTHING_KNOWN;
  let last: Look<CatalogModel> | undefined;
  /** Since when there is a complete reading that none before it confirms. */
  let unconfirmed: number | undefined;
  let isConfirmed = context.wasComplete !== true;

  const confirm = (gaps: string[]) => {
    const now = context.now();
    if (gaps.length > 0 || isConfirmed) {
      return;
    }
    if (unconfirmed === undefined) {
      unconfirmed = now;
    } else {
      isConfirmed = now - unconfirmed >= settleMs;
    }
    if (!isConfirmed) {
      gaps.push('the first reading after a start is confirmed by a second');
    }
  };

  return {
    before: (id: string) => known.models.get(id),
    textBefore: (digest: string) => known.texts.get(digest),
    isConfirmed: () => isConfirmed,
    /** What is new in a reading. */
    take(reading: CatalogReading): Look<CatalogModel> | undefined {
      known = confirmAbsence(known, reading, { now: context.now(), settleMs });
      const gaps = [...reading.gaps];
      confirm(gaps);
      const next = lookOf(reading, known, gaps);
      const news = isDeepStrictEqual(next, last) ? undefined : next;
      last = next;
      return news;
    },
  };
}

/**
 * Reads a model catalog (v1alpha1 of OpenShift AI 2.24 and later, v1 of 3.6):
 * its sources, then the models of each enabled source with their cards, in
 * pages, and the artifacts of models that are new or changed. There is no way
 * to ask it for changes, so each reading is a whole one; only what differs is
 * news. Cards are cleaned as they are read.
 *
 * A model that two complete readings a minute apart lack is gone. After a
 * restart the first complete reading has none before it, so it counts as
 * partial until then.
 */
export function createModelCatalogSource(
  options: ModelCatalogOptions,
): PolledSource<CatalogModel> {
  const { context, http, baseUrl } = options;
  const { catalog, id } = namesOf(options);
  const pollIntervalMs = options.pollIntervalMs ?? 2 * MINUTE;
  const client = createCatalogClient({
    http,
    url: baseUrl,
    source: id,
    pageSize: options.pageSize ?? 100,
    maxPages: options.maxPages ?? 1000,
    timeoutMs: options.timeoutMs ?? 30 * SECOND,
  });
  const memory = createMemory(context, options.settleMs ?? LOADING_MS);
  const { now, wasComplete } = context;
  const reader = {
    client,
    id,
    catalog,
    artifacts: createArtifactReader({ client, now, pollIntervalMs }),
    cards: createCardCleaner(),
    before: memory.before,
    textBefore: memory.textBefore,
    hasPast: wasComplete === true,
  };

  const look = async (signal: AbortSignal) => {
    const started = now();
    const wasConfirmed = memory.isConfirmed();
    const news = memory.take(await readCatalog(reader, signal));
    const busyMs = now() - started;
    return wasConfirmed
      ? { news, busyMs }
      : { news, busyMs, pauseMs: Math.min(pollIntervalMs, LOADING_MS) };
  };

  return createPolledSource({
    id,
    absence: 'listed',
    context,
    subject: {
      name:
        catalog === DEFAULT_CATALOG
          ? 'The model catalog'
          : `Model catalog "${catalog}"`,
      baseUrl,
      permission:
        options.permission ??
        "The service account may not read the catalog: bind it to the Role model-catalog in the registries' namespace (a RoleBinding)",
    },
    intervalMs: pollIntervalMs,
    maxBackOffMs: Math.min(pollIntervalMs, MINUTE),
    look,
  });
}
