import { isDeepStrictEqual } from 'node:util';
import type { HttpClient } from '../../http/types';
import { apiBaseUrl } from '../apiBaseUrl';
import type { CatalogModel } from '../objects';
import {
  createPolledSource,
  type Look,
  type PolledSource,
} from '../polledSource';
import type { SourceContext } from '../types';
import { createCatalogClient } from './client';
import { confirmAbsence, NOTHING_KNOWN, type Known } from './confirmAbsence';
import { readCatalog, type CatalogReading } from './readCatalog';

/** Times are milliseconds. */
export type ModelCatalogOptions = {
  context: SourceContext;
  /** Carries the credential of the catalog. */
  http: HttpClient;
  /** With or without `/api/model_catalog/v1alpha1`, with or without a path before it. */
  baseUrl: string;
  /** Default `model-catalog`; another one where there are several catalogs. */
  id?: string;
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

/**
 * Reads a model catalog (v1alpha1 of OpenShift AI 2.24 and later): its sources,
 * then the models of each enabled source with their cards, in pages. There is
 * no way to ask it for changes, so each reading is a whole one; only what
 * differs is news.
 *
 * A model that two complete readings in a row lack is gone. After a restart the
 * first complete reading has none before it, so it counts as partial until the
 * next one, a minute later at most.
 */
export function createModelCatalogSource(
  options: ModelCatalogOptions,
): PolledSource<CatalogModel> {
  const { context, http, id = 'model-catalog' } = options;
  const baseUrl = apiBaseUrl(options.baseUrl, 'model_catalog', 'v1alpha1');
  const pollIntervalMs = options.pollIntervalMs ?? 2 * MINUTE;
  const client = createCatalogClient({
    http,
    baseUrl,
    source: id,
    pageSize: options.pageSize ?? 100,
    maxPages: options.maxPages ?? 1000,
    timeoutMs: options.timeoutMs ?? 30 * SECOND,
  });
  let known: Known = NOTHING_KNOWN;
  let last: Look<CatalogModel> | undefined;
  let isConfirmed = context.wasComplete !== true;

  const look = async (signal: AbortSignal) => {
    const started = context.now();
    const reading = await readCatalog(client, id, signal);
    known = confirmAbsence(known, reading);
    const gaps = [...reading.gaps];
    const isFirst = !isConfirmed;
    if (gaps.length === 0) {
      if (isFirst) {
        gaps.push('the first reading after a start is confirmed by a second');
      }
      isConfirmed = true;
    }
    const next = lookOf(reading, known, gaps);
    const news = isDeepStrictEqual(next, last) ? undefined : next;
    last = next;
    const busyMs = context.now() - started;
    return isFirst
      ? { news, busyMs, pauseMs: Math.min(pollIntervalMs, LOADING_MS) }
      : { news, busyMs };
  };

  return createPolledSource({
    id,
    absence: 'listed',
    context,
    subject: {
      name: 'The model catalog',
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
