import type { z } from 'zod/v4';
import { fetchJson } from '../../http/fetchJson';
import type { HttpClient } from '../../http/types';
import { parseElements, type ParsedElements } from '../elements';
import { eachPage, Page } from '../paging';
import type { ListName } from './lists';
import {
  Artifact,
  InferenceService,
  Marker,
  ModelVersion,
  RegisteredModel,
  ServingEnvironment,
} from './schema';
import { isGone, type RegistryServer } from './server';

/** The newest row of a list; `undefined` when the list is empty. */
export type Newest = { id: string; stamp: number | undefined } | undefined;

export type ClientOptions = {
  http: HttpClient;
  server: RegistryServer;
  /** Id of the source, for issues. */
  source: string;
  maxPages: number;
  timeoutMs: number;
};

/** Reads of one model registry. All throw `HttpError`; lists are read to their last page. */
export type RegistryClient = {
  /** Id of the source, for issues. */
  readonly source: string;
  newest(list: ListName, signal: AbortSignal): Promise<Newest>;
  models: ListRead<RegisteredModel>;
  versions: ListRead<ModelVersion>;
  /** The flat list: its rows do not say to which version they belong. */
  artifacts: ListRead<Artifact>;
  services: ListRead<InferenceService>;
  environments: ListRead<ServingEnvironment>;
  artifactsOf(
    versionId: string,
    signal: AbortSignal,
  ): Promise<ParsedElements<Artifact>>;
};

/**
 * `changedSince` (milliseconds) asks for rows changed at or after that time;
 * others may come with them. Without it the whole list is read.
 */
export type ListRead<T> = (
  signal: AbortSignal,
  changedSince?: number,
) => Promise<ParsedElements<T>>;

type Query = Record<string, string>;

/** What is read, and as what. */
type Resource<T> = {
  path: string;
  kind: string;
  schema: z.ZodType<T>;
  query?: Query;
};

const MODEL_ARTIFACT = { kind: 'ModelArtifact', schema: Artifact };
const MODEL_ARTIFACTS_ONLY = { artifactType: 'model-artifact' };

/**
 * The only order in which pages are complete: every other column may hold equal
 * values, and then rows are lost or repeated at a page's end. 2.20 to 2.22 sort
 * downwards unless told otherwise.
 */
const BY_ID = { orderBy: 'ID', sortOrder: 'ASC' };
/** For a single page only. */
const NEWEST_FIRST = { orderBy: 'LAST_UPDATE_TIME', sortOrder: 'DESC' };
/** Rows of a newest page: few changes come together, and every release gives so many. */
const NEWEST_ROWS = 100;

function getPage(
  { http, server, timeoutMs }: ClientOptions,
  { path, query }: { path: string; query: Query },
  signal: AbortSignal,
): Promise<Page> {
  const url = `${server.baseUrl}/${path}?${new URLSearchParams(query)}`;
  const headers = { accept: 'application/json' };
  return fetchJson(http, { url, headers, signal, timeoutMs }, Page);
}

async function readAll<T>(
  options: ClientOptions,
  { path, kind, schema, query: more }: Resource<T>,
  signal: AbortSignal,
): Promise<ParsedElements<T>> {
  const { server, source, maxPages } = options;
  const first: Query = {
    pageSize: String(server.pageSize),
    ...BY_ID,
    ...more,
  };
  const result: ParsedElements<T> = { good: [], bad: [] };
  let position = 0;
  const pages = eachPage({
    url: `${server.baseUrl}/${path}`,
    maxPages,
    fetchPage: token => {
      const query = token ? { ...first, nextPageToken: token } : first;
      return getPage(options, { path, query }, signal);
    },
  });
  for await (const items of pages) {
    const naming = { source, kind, position };
    const { good, bad } = parseElements(items, schema, naming);
    for (const row of good) {
      result.good.push(row);
    }
    for (const row of bad) {
      result.bad.push(row);
    }
    position += items.length;
  }
  return result;
}

/**
 * The rows changed since, of one page sorted by time: whatever is newer than
 * the oldest row on it is on it too. `undefined` when the page does not reach
 * back far enough, or a row has no time.
 */
async function readNewest<T>(
  options: ClientOptions,
  { path, kind, schema }: Resource<T>,
  { changedSince, signal }: { changedSince: number; signal: AbortSignal },
): Promise<ParsedElements<T> | undefined> {
  const pageSize = String(Math.min(options.server.pageSize, NEWEST_ROWS));
  const query = { pageSize, ...NEWEST_FIRST };
  const page = await getPage(options, { path, query }, signal);
  const { source } = options;
  const stamps = page.items.map(item => Marker.parse(item).stamp);
  const isSorted = stamps.every(
    (stamp, index) =>
      stamp !== undefined && stamp <= (stamps[index - 1] ?? Infinity),
  );
  const reachesBack = (stamps[stamps.length - 1] ?? 0) < changedSince;
  if (!isSorted || (page.nextPageToken !== '' && !reachesBack)) {
    return undefined;
  }
  const changed = page.items.filter(
    (_, index) => (stamps[index] ?? 0) >= changedSince,
  );
  return parseElements(changed, schema, { source, kind });
}

/** Opens nothing; each read is its own requests. */
export function createRegistryClient(options: ClientOptions): RegistryClient {
  const filtered = <T>(resource: Resource<T>, since: number) => ({
    ...resource,
    query: {
      ...resource.query,
      filterQuery: `lastUpdateTimeSinceEpoch>=${since}`,
    },
  });
  /** A list that no release can filter: it would ignore that it was asked to. */
  const unfiltered =
    <T>(resource: Resource<T>): ListRead<T> =>
    async (signal, changedSince) => {
      const newest =
        changedSince !== undefined &&
        (await readNewest(options, resource, { changedSince, signal }));
      return newest || readAll(options, resource, signal);
    };
  const list = <T>(path: ListName, kind: string, schema: z.ZodType<T>) => {
    const resource = { path, kind, schema };
    const plain = unfiltered(resource);
    const read: ListRead<T> = (signal, changedSince) =>
      changedSince !== undefined && options.server.canFilter
        ? readAll(options, filtered(resource, changedSince), signal)
        : plain(signal, changedSince);
    return read;
  };
  const modelArtifacts = { path: 'model_artifacts', ...MODEL_ARTIFACT };
  const allArtifacts = {
    path: 'artifacts',
    ...MODEL_ARTIFACT,
    query: MODEL_ARTIFACTS_ONLY,
  };

  return {
    source: options.source,
    async newest(path, signal) {
      const query = { pageSize: '1', ...NEWEST_FIRST };
      const { items } = await getPage(options, { path, query }, signal);
      return items.length === 0 ? undefined : Marker.parse(items[0]);
    },
    models: list('registered_models', 'RegisteredModel', RegisteredModel),
    versions: list('model_versions', 'ModelVersion', ModelVersion),
    // Of the two flat lists only the one of all types can filter, and older
    // releases lack it.
    artifacts: async (signal, changedSince) => {
      if (changedSince !== undefined && options.server.canFilter) {
        try {
          const resource = filtered(allArtifacts, changedSince);
          return await readAll(options, resource, signal);
        } catch (error) {
          if (!isGone(error)) {
            throw error;
          }
        }
      }
      return unfiltered(modelArtifacts)(signal, changedSince);
    },
    services: unfiltered({
      path: 'inference_services',
      kind: 'InferenceService',
      schema: InferenceService,
    }),
    environments: unfiltered({
      path: 'serving_environments',
      kind: 'ServingEnvironment',
      schema: ServingEnvironment,
    }),
    artifactsOf: (versionId, signal) => {
      const path = `model_versions/${encodeURIComponent(versionId)}/artifacts`;
      const resource = { path, ...MODEL_ARTIFACT, query: MODEL_ARTIFACTS_ONLY };
      return readAll(options, resource, signal);
    },
  };
}
