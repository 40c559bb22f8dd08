import type { HttpClient } from '../../http/types';
import { apiBaseUrl } from '../apiBaseUrl';
import type { RegistryObject } from '../objects';
import {
  createPolledSource,
  type Look,
  type PolledSource,
} from '../polledSource';
import type { SourceContext } from '../types';
import { createConnection } from './connection';
import { readMarkers } from './markers';
import { createRegistryReader } from './registryReader';
import { isGone } from './server';
import { toObjects } from './toObjects';
import type { RegistryView } from './view';

/** Times are milliseconds. */
export type ModelRegistryOptions = {
  context: SourceContext;
  /** Carries the credential of the registry. */
  http: HttpClient;
  /** With or without `/api/model_registry/<version>`, with or without a path before it. */
  baseUrl: string;
  /** Name of the registry; part of every id. */
  registry: string;
  /** Who must allow what when the server says no, where more is known than the name. */
  permission?: string;
  /** How long after a change its list is read once more. Default 2 min. */
  pollIntervalMs?: number;
  /** How often the newest row of each list is looked at. Default 10 s. */
  checkIntervalMs?: number;
  /** How often all lists are read whole. Default 1 h. */
  fullSweepMs?: number;
  /** How far behind the newest change is read again. Default 2 min. */
  overlapMs?: number;
  /** Rows per page. Default 500. */
  pageSize?: number;
  /** More pages than this are an error. Default 2000. */
  maxPages?: number;
  /** For one request. Default 30 s: old releases take seconds for a large page. */
  timeoutMs?: number;
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;

function lookOf(
  view: RegistryView,
  names: { registry: string; id: string },
): Look<RegistryObject> {
  const { texts, ...result } = toObjects(names.registry, view, names.id);
  const [first] = result.issues;
  if (!first) {
    return { result: { state: 'complete', ...result }, texts };
  }
  const message = `${result.issues.length} element(s) of model registry "${
    names.registry
  }" could not be understood, first ${first.object}${
    first.field ? `, field ${first.field}` : ''
  }: ${first.reason}`;
  return { result: { state: 'partial', message, ...result }, texts };
}

/**
 * Reads one model registry (OpenShift AI 2.20 and later; see `findServer` for
 * which API of it): each `checkIntervalMs`, or at `wake()`, the newest row of
 * five lists, and what these call for (see `createRegistryReader`).
 *
 * Versions leave by being ARCHIVED, never by being absent.
 */
export function createModelRegistrySource(
  options: ModelRegistryOptions,
): PolledSource<RegistryObject> {
  const { context, http, registry } = options;
  const id = `model-registry/${registry}`;
  const name = `Model registry "${registry}"`;
  const pollIntervalMs = options.pollIntervalMs ?? 2 * MINUTE;
  const connection = createConnection({
    id,
    name,
    log: context.log,
    http,
    url: options.baseUrl,
    // Rows may carry definitions of 40 KB: a page is held as a whole while it is read.
    pageSize: options.pageSize ?? 100,
    maxPages: options.maxPages ?? 2000,
    timeoutMs: options.timeoutMs ?? 30 * SECOND,
  });
  const reader = createRegistryReader({
    now: context.now,
    pollIntervalMs,
    fullSweepMs: options.fullSweepMs ?? 60 * MINUTE,
    overlapMs: options.overlapMs ?? 2 * MINUTE,
  });

  const lookOnce = async (signal: AbortSignal) => {
    const started = context.now();
    if (reader.isSweepDue()) {
      // It may have been upgraded.
      connection.forget();
    }
    let client = await connection.client(signal);
    const markers = await readMarkers(client, signal);
    if (connection.state() === 'unsure' && markers.registered_models) {
      connection.forget();
      client = await connection.client(signal);
    }
    const checkedMs = context.now() - started;
    const { view, changed, isLarge } = await reader.read(
      client,
      markers,
      signal,
    );
    return {
      news: changed ? lookOf(view, { registry, id }) : undefined,
      busyMs: isLarge ? checkedMs : context.now() - started,
    };
  };

  return createPolledSource({
    id,
    absence: 'never',
    context,
    subject: {
      name,
      baseUrl: apiBaseUrl(options.baseUrl, 'model_registry', 'v1alpha3'),
      permission:
        options.permission ??
        `The service account may not use this registry: bind it to the Role registry-user-${registry} in the registry's namespace (a RoleBinding)`,
    },
    intervalMs: options.checkIntervalMs ?? 10 * SECOND,
    maxBackOffMs: Math.min(pollIntervalMs, MINUTE),
    look: async signal => {
      const wasKnown = connection.state() !== 'unknown';
      try {
        return await lookOnce(signal);
      } catch (error) {
        if (!wasKnown || !isGone(error)) {
          throw error;
        }
        // It may have moved to another API: found anew, and once more.
        connection.forget();
        return lookOnce(signal);
      }
    },
  });
}
