import { ModelCatalog, UriList } from '@model-catalog/common';
import {
  LocationServiceError,
  type GetResponse,
  type Getter,
} from '@model-catalog/connection';
import { z } from 'zod/v4';
import type { Document } from '../entities';
import { inParallel } from './inParallel';

const TIMEOUT_MS = 10_000;
const MAX_LIST_BYTES = 16 * 1024 * 1024;
const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
const DOCUMENTS_AT_ONCE = 8;

/** What an old location service lists; `failed` names the documents not read. */
export type Listing = {
  documents: Document[];
  failed: { uri: string; message: string }[];
};

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

async function readDocument(
  getter: Getter,
  uri: string,
  signal: AbortSignal,
): Promise<{ document: ModelCatalog } | { message: string }> {
  try {
    // A list must not send us elsewhere: `@host/`, `//host/`, `/../`.
    if (!/^\/[^/]/.test(uri) || /(^|\/)\.\.?(\/|$)/.test(uri)) {
      throw new Error('the listed path is not one below the base URL');
    }
    const response = await getter.get({
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
    return { message: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Reads `/list` and each document. A document that cannot be read costs
 * nothing but itself.
 *
 * @throws LocationServiceError when the list cannot be read.
 */
export async function readListing(
  getter: Getter,
  signal: AbortSignal,
): Promise<Listing> {
  const response = await getter.get({
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
    async uri => ({ uri, result: await readDocument(getter, uri, signal) }),
  );
  for (const { uri, result } of results) {
    if ('document' in result) {
      listing.documents.push({ uri, document: result.document });
    } else {
      listing.failed.push({ uri, message: result.message });
    }
  }
  return listing;
}
