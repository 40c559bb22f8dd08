import type { z } from 'zod/v4';
import {
  createHttpClient,
  fetchJson,
  HttpClient,
  HttpClientOptions,
  HttpError,
  HttpRequest,
  redactUrl,
} from '../http';
import type { KubernetesConfig } from './config';
import { explainStatus } from './status';
import type { KubernetesWriter, WatchOptions } from './types';
import { writerOf } from './writer';

/** A page of 500 large objects may take its time. */
const TIMEOUT_MS = 20_000;
const MAX_BYTES = 64 * 1024 * 1024;

const metadataOf = (kind: string) =>
  `application/json;as=${kind};g=meta.k8s.io;v=v1,application/json`;
const METADATA_ONLY = metadataOf('PartialObjectMetadata');
const METADATA_OF_LIST = metadataOf('PartialObjectMetadataList');

async function explained<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw explainStatus(error);
  }
}

function parseLine(line: string, url: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new HttpError('sent a watch event that is broken JSON', {
      kind: 'content',
      method: 'GET',
      url: redactUrl(url),
      cause,
    });
  }
}

async function* watchEvents(
  http: HttpClient,
  url: string,
  { metadataOnly, ...options }: WatchOptions,
): AsyncGenerator<unknown> {
  const headers = metadataOnly ? { accept: METADATA_ONLY } : undefined;
  try {
    for await (const line of http.lines({ url, headers, ...options })) {
      yield parseLine(line, url);
    }
  } catch (error) {
    throw explainStatus(error);
  }
}

/**
 * A client for one Kubernetes API. Paths start at the root (`/api/v1/...`) and
 * carry their query. Throws `HttpError`, with the API's own reason and message
 * when it gave a `Status`.
 */
export function createKubernetesClient(
  config: KubernetesConfig,
  options: Omit<HttpClientOptions, 'tls' | 'authorize'> = {},
): KubernetesWriter {
  const http = createHttpClient({
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
    ...options,
    tls: config.tls,
    authorize: config.authorize,
  });
  const urlOf = (path: string) => `${config.server}${path}`;
  const call = <T>(request: HttpRequest, schema: z.ZodType<T>) =>
    explained(fetchJson(http, request, schema));
  const write = (method: 'POST' | 'PUT', path: string, body: unknown) => ({
    method,
    url: urlOf(path),
    headers: {
      'content-type': 'application/json',
      ...(method === 'PUT' && { accept: METADATA_ONLY }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    server: config.server,
    namespace: config.namespace,
    get: (path, schema, { signal, metadataOnly } = {}) => {
      const headers = metadataOnly ? { accept: METADATA_OF_LIST } : undefined;
      return call({ url: urlOf(path), headers, signal }, schema);
    },
    create: (path, body, schema) => call(write('POST', path, body), schema),
    replace: (path, body, schema) => call(write('PUT', path, body), schema),
    watch: (path, watching) => watchEvents(http, urlOf(path), watching),
    ...writerOf({ call, urlOf }),
    close: () => http.close(),
  };
}
