import { ModelCatalog, SNAPSHOT_PATH, UriList } from '@model-catalog/common';
import {
  LocationServiceError,
  type GetResponse,
  type Getter,
} from '@model-catalog/connection';
import { z } from 'zod/v4';
import type { Document } from '../entities';
import { inParallel } from './inParallel';
import { readSnapshot, type ReadSnapshot } from './snapshot';

const TIMEOUT_MS = 10_000;
const MAX_SNAPSHOT_BYTES = 256 * 1024 * 1024;
const MAX_LIST_BYTES = 16 * 1024 * 1024;
const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
const DOCUMENTS_AT_ONCE = 8;

/** What {@link LocationClient.snapshot} found. */
export type SnapshotAnswer =
  | { kind: 'unchanged' }
  | { kind: 'snapshot'; etag: string | undefined; snapshot: ReadSnapshot }
  /** The service is there but does not know the endpoint. */
  | { kind: 'no-such-endpoint' };

/** What an old location service lists; `failed` names the documents not read. */
export type Listing = {
  documents: Document[];
  failed: { uri: string; message: string }[];
};

function isJson({ contentType }: GetResponse): boolean {
  // Old location services answer `Content-Type: Content-Type: application/json`.
  return contentType.toLowerCase().includes('json');
}

function parseJson(response: GetResponse, path: string): unknown {
  try {
    return JSON.parse(response.body.toString('utf8'));
  } catch (cause) {
    throw new LocationServiceError(`the answer is no JSON: ${cause}`, {
      url: path,
      status: response.status,
      cause,
    });
  }
}

function parsed<T extends z.ZodType>(
  schema: T,
  value: unknown,
  path: string,
): z.infer<T> {
  const result = schema.safeParse(value);
  if (!result.success) {
    throw new LocationServiceError(z.prettifyError(result.error), {
      url: path,
    });
  }
  return result.data;
}

function isUnknownEndpoint(error: unknown): boolean {
  return (
    error instanceof LocationServiceError &&
    (error.status === 404 || error.status === 405 || error.status === 501)
  );
}

/** Asks the location service: everything in one answer, or as old services give it. */
export class LocationClient {
  constructor(private readonly getter: Getter) {}

  /**
   * Reads {@link SNAPSHOT_PATH}. A status 404, 405 or 501 and an HTML page mean
   * that the service does not know the endpoint.
   *
   * @throws LocationServiceError on everything else, 503 (not ready) included.
   */
  async snapshot(
    etag: string | undefined,
    signal: AbortSignal,
  ): Promise<SnapshotAnswer> {
    let response: GetResponse;
    try {
      response = await this.getter.get({
        path: SNAPSHOT_PATH,
        etag,
        signal,
        maxBytes: MAX_SNAPSHOT_BYTES,
        timeoutMs: TIMEOUT_MS,
      });
    } catch (error) {
      if (isUnknownEndpoint(error)) {
        return { kind: 'no-such-endpoint' };
      }
      throw error;
    }
    if (response.status === 304) {
      return { kind: 'unchanged' };
    }
    if (!isJson(response)) {
      return { kind: 'no-such-endpoint' };
    }
    const json = parseJson(response, SNAPSHOT_PATH);
    return {
      kind: 'snapshot',
      etag: response.etag,
      snapshot: readSnapshot(json),
    };
  }

  /**
   * Reads `/list` and each document. A document that cannot be read costs
   * nothing but itself.
   *
   * @throws LocationServiceError when the list cannot be read.
   */
  async listing(signal: AbortSignal): Promise<Listing> {
    const response = await this.getter.get({
      path: '/list',
      signal,
      maxBytes: MAX_LIST_BYTES,
      timeoutMs: TIMEOUT_MS,
    });
    const { uris } = parsed(UriList, parseJson(response, '/list'), '/list');
    const listing: Listing = { documents: [], failed: [] };
    const results = await inParallel(
      [...new Set(uris)],
      DOCUMENTS_AT_ONCE,
      async uri => ({ uri, ...(await this.document(uri, signal)) }),
    );
    for (const { uri, document, message } of results) {
      if (document) {
        listing.documents.push({ uri, document });
      } else {
        listing.failed.push({ uri, message });
      }
    }
    return listing;
  }

  close() {
    this.getter.close();
  }

  private async document(
    uri: string,
    signal: AbortSignal,
  ): Promise<
    | { document: ModelCatalog; message?: undefined }
    | { document?: undefined; message: string }
  > {
    try {
      // A list must not send us elsewhere: `@host/`, `//host/`, `/../`.
      if (!/^\/[^/]/.test(uri) || /(^|\/)\.\.?(\/|$)/.test(uri)) {
        throw new Error('the listed path is not one below the base URL');
      }
      const response = await this.getter.get({
        path: uri,
        signal,
        maxBytes: MAX_DOCUMENT_BYTES,
        timeoutMs: TIMEOUT_MS,
      });
      const json = parseJson(response, uri);
      return { document: parsed(ModelCatalog, json, uri) };
    } catch (error) {
      if (signal.aborted) {
        throw error;
      }
      return {
        message: error instanceof Error ? error.message : String(error),
      };
    }
  }
}
