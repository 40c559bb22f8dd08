import type { HttpClient } from '../../http/types';
import { apiBaseUrl } from '../apiBaseUrl';
import type { RegistryObject } from '../objects';
import {
  createPolledSource,
  type Look,
  type PolledSource,
} from '../polledSource';
import type { SourceContext } from '../types';
import { createRegistryClient, LISTS } from './client';
import { movementOf, readMarkers, type Markers } from './markers';
import { readChanges } from './readChanges';
import { readWhole } from './readWhole';
import { toObjects } from './toObjects';
import { hasNamelessDamage, type RegistryView } from './view';

/** Times are milliseconds. */
export type ModelRegistryOptions = {
  context: SourceContext;
  /** Carries the credential of the registry. */
  http: HttpClient;
  /** With or without `/api/model_registry/v1alpha3`, with or without a path before it. */
  baseUrl: string;
  /** Name of the registry; part of every id. */
  registry: string;
  /** How often all lists are read from the last change on. Default 2 min. */
  pollIntervalMs?: number;
  /** How often the newest row of each list is looked at. Default 10 s. */
  checkIntervalMs?: number;
  /** How often everything is read anew. Default 1 h. */
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

type State = {
  view: RegistryView;
  markers: Markers;
  readAt: number;
  sweptAt: number;
};

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
 * Reads one model registry (v1alpha3 of OpenShift AI 2.20 and later).
 *
 * | when | read |
 * |---|---|
 * | first, then each `fullSweepMs`, and when older data was put in place or damage may have healed | everything |
 * | each `checkIntervalMs`, or at `wake()` | the newest row of five lists |
 * | a newest row has moved | that list, from the last change on |
 * | each `pollIntervalMs` | all lists, from the last change on: for rows that came late with an older stamp |
 *
 * Versions leave by being ARCHIVED, never by being absent.
 */
export function createModelRegistrySource(
  options: ModelRegistryOptions,
): PolledSource<RegistryObject> {
  const { context, http, registry } = options;
  const id = `model-registry/${registry}`;
  const baseUrl = apiBaseUrl(options.baseUrl, 'model_registry', 'v1alpha3');
  const pollIntervalMs = options.pollIntervalMs ?? 2 * MINUTE;
  const fullSweepMs = options.fullSweepMs ?? 60 * MINUTE;
  const overlapMs = options.overlapMs ?? 2 * MINUTE;
  const client = createRegistryClient({
    http,
    baseUrl,
    source: id,
    pageSize: options.pageSize ?? 500,
    maxPages: options.maxPages ?? 2000,
    timeoutMs: options.timeoutMs ?? 30 * SECOND,
  });
  let state: State | undefined;

  const readAnew = async (markers: Markers, signal: AbortSignal) => {
    const before = state?.view;
    const now = context.now();
    const view = await readWhole(client, { before, markers }, signal);
    state = { view, markers, readAt: now, sweptAt: now };
    return lookOf(view, { registry, id });
  };

  const look = async (signal: AbortSignal) => {
    const started = context.now();
    const markers = await readMarkers(client, signal);
    const now = context.now();
    if (!state || now - state.sweptAt >= fullSweepMs) {
      const news = await readAnew(markers, signal);
      return { news, busyMs: now - started };
    }
    const movement = movementOf(state.markers, markers);
    const isDue = now - state.readAt >= pollIntervalMs;
    let news: Look<RegistryObject> | undefined;
    const isMoved = movement.kind !== 'none' || isDue;
    const mustReadAnew =
      movement.kind === 'replaced' || hasNamelessDamage(state.view);
    if (isMoved && mustReadAnew) {
      news = await readAnew(markers, signal);
    } else if (isMoved) {
      const lists =
        movement.kind === 'changed' && !isDue ? movement.lists : LISTS;
      const request = { view: state.view, lists, since: state.markers };
      const { view, changed } = await readChanges(
        client,
        { ...request, overlapMs },
        signal,
      );
      const readAt = isDue ? now : state.readAt;
      state = { ...state, view, markers, readAt };
      news = changed ? lookOf(view, { registry, id }) : undefined;
    }
    return { news, busyMs: context.now() - started };
  };

  return createPolledSource({
    id,
    absence: 'never',
    context,
    subject: {
      name: `Model registry "${registry}"`,
      baseUrl,
      permission: `The service account may not use this registry: bind it to the Role registry-user-${registry} in the registry's namespace (a RoleBinding)`,
    },
    intervalMs: options.checkIntervalMs ?? 10 * SECOND,
    maxBackOffMs: Math.min(pollIntervalMs, MINUTE),
    look,
  });
}
