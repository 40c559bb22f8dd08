import type { z } from 'zod/v4';
import { fetchJson } from '../../http/fetchJson';
import type { HttpClient } from '../../http/types';
import { parseElements, type ParsedElements } from '../elements';
import { Page, readPages } from '../paging';
import {
  Artifact,
  InferenceService,
  Marker,
  ModelVersion,
  RegisteredModel,
  ServingEnvironment,
} from './schema';

/** The lists that are looked at for changes; `model_artifacts` leaves out metrics and the like. */
export const LISTS = [
  'registered_models',
  'model_versions',
  'inference_services',
  'serving_environments',
  'model_artifacts',
] as const;
export type ListName = (typeof LISTS)[number];

/** The newest row of a list; `undefined` when the list is empty. */
export type Newest = { id: string; stamp: number | undefined } | undefined;

export type ClientOptions = {
  http: HttpClient;
  /** See `apiBaseUrl`. */
  baseUrl: string;
  /** Id of the source, for issues. */
  source: string;
  pageSize: number;
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
 * `changedSince` (milliseconds) asks for rows changed at or after that time.
 * Servers before 2.24, and all servers for services and environments, ignore
 * it and answer with every row: more than was asked for, but never wrong.
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
  filter?: Query;
};

const MODEL_ARTIFACTS = {
  kind: 'ModelArtifact',
  schema: Artifact,
  filter: { artifactType: 'model-artifact' },
};

/**
 * The only order in which pages are complete: every other column may hold equal
 * values, and then rows are lost or repeated at a page's end. 2.20 to 2.22 sort
 * downwards unless told otherwise.
 */
const BY_ID = { orderBy: 'ID', sortOrder: 'ASC' };

const NEWEST_FIRST = {
  pageSize: '1',
  orderBy: 'LAST_UPDATE_TIME',
  sortOrder: 'DESC',
};

function getPage(
  { http, baseUrl, timeoutMs }: ClientOptions,
  { path, query }: { path: string; query: Query },
  signal: AbortSignal,
): Promise<Page> {
  const url = `${baseUrl}/${path}?${new URLSearchParams(query)}`;
  const headers = { accept: 'application/json' };
  return fetchJson(http, { url, headers, signal, timeoutMs }, Page);
}

async function readAll<T>(
  options: ClientOptions,
  { path, kind, schema, filter }: Resource<T>,
  signal: AbortSignal,
): Promise<ParsedElements<T>> {
  const { baseUrl, source, pageSize, maxPages } = options;
  const first: Query = { pageSize: String(pageSize), ...BY_ID, ...filter };
  const items = await readPages(
    token => {
      const query = token ? { ...first, nextPageToken: token } : first;
      return getPage(options, { path, query }, signal);
    },
    { url: `${baseUrl}/${path}`, maxPages },
  );
  return parseElements(items, schema, { source, kind });
}

/** Opens nothing; each read is its own requests. */
export function createRegistryClient(options: ClientOptions): RegistryClient {
  const list =
    <T>(resource: Resource<T>): ListRead<T> =>
    (signal, changedSince) => {
      const since: Query =
        changedSince === undefined
          ? {}
          : { filterQuery: `lastUpdateTimeSinceEpoch>=${changedSince}` };
      const filter = { ...resource.filter, ...since };
      return readAll(options, { ...resource, filter }, signal);
    };
  const named = <T>(path: ListName, kind: string, schema: z.ZodType<T>) =>
    list({ path, kind, schema });

  return {
    source: options.source,
    async newest(path, signal) {
      const request = { path, query: NEWEST_FIRST };
      const { items } = await getPage(options, request, signal);
      return items.length === 0 ? undefined : Marker.parse(items[0]);
    },
    models: named('registered_models', 'RegisteredModel', RegisteredModel),
    versions: named('model_versions', 'ModelVersion', ModelVersion),
    artifacts: list({ path: 'artifacts', ...MODEL_ARTIFACTS }),
    services: named('inference_services', 'InferenceService', InferenceService),
    environments: named(
      'serving_environments',
      'ServingEnvironment',
      ServingEnvironment,
    ),
    artifactsOf: (versionId, signal) => {
      const path = `model_versions/${encodeURIComponent(versionId)}/artifacts`;
      return readAll(options, { path, ...MODEL_ARTIFACTS }, signal);
    },
  };
}
