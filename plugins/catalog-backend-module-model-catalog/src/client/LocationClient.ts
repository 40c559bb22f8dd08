import {
  CHANGES_PATH,
  MAX_TEXTS,
  MAX_WAIT_SECONDS,
  NDJSON,
  TEXTS_PATH,
  TextLine,
} from '@model-catalog/common';
import { LocationServiceError, type Getter } from '@model-catalog/connection';
import { ChangesReader, type ReadChanges } from './ChangesReader';
import { readListing, type Listing } from './listing';

const SECOND = 1_000;
/** For the headers, besides the time that the request itself asks to wait. */
const HEADERS_MS = 20 * SECOND;
/** Without a byte: something between us and the service is stuck. */
const STALL_MS = 30 * SECOND;
/** Tens of thousands of records from a busy machine take their time. */
const CHANGES_BODY_MS = 600 * SECOND;
const TEXTS_BODY_MS = 120 * SECOND;
const MAX_CHANGES_BYTES = 512 * 1024 * 1024;
const MAX_RECORD_BYTES = 4 * 1024 * 1024;
const MAX_TEXTS_BYTES = 256 * 1024 * 1024;
/** A definition of 16 MiB with every character escaped. */
const MAX_TEXT_BYTES = 32 * 1024 * 1024;

/** What {@link LocationClient.changes} found. */
export type ChangesAnswer =
  | { kind: 'unchanged' }
  | { kind: 'changes'; etag: string | undefined; changes: ReadChanges }
  /** The service is there but does not know the endpoint. */
  | { kind: 'no-such-endpoint' };

/** What is known already: the revision, and the tag of the answer that gave it. */
export type Position = { revision: string; etag: string | undefined };

function isUnknownEndpoint(error: unknown): boolean {
  return (
    error instanceof LocationServiceError &&
    (error.status === 404 || error.status === 405 || error.status === 501)
  );
}

/** Asks the location service: what changed, long texts, or as old services give it. */
export class LocationClient {
  constructor(private readonly getter: Getter) {}

  /**
   * Reads {@link CHANGES_PATH}: everything without a position, once the
   * service has it, else what changed since; with `wait` not before something
   * did, and with `atOnce` never. A status 404, 405 or 501 and an answer of
   * another media type (a page of HTML) mean that the service does not know
   * the endpoint.
   *
   * @throws LocationServiceError on everything else, 503 (not ready) and an
   *   answer that is cut off included.
   */
  async changes(
    position: Position | undefined,
    {
      signal,
      wait: mayWait,
      atOnce = false,
    }: { signal: AbortSignal; wait: boolean; atOnce?: boolean },
  ): Promise<ChangesAnswer> {
    const reader = new ChangesReader();
    const waits =
      !atOnce && (position === undefined || (mayWait && position.etag));
    const wait = waits ? MAX_WAIT_SECONDS : 0;
    const query = new URLSearchParams({
      ...(position && { since: position.revision }),
      ...(wait > 0 && { wait: String(wait) }),
    });
    const path = query.size > 0 ? `${CHANGES_PATH}?${query}` : CHANGES_PATH;
    try {
      const response = await this.getter.getLines({
        path,
        accept: NDJSON,
        etag: position?.etag,
        signal,
        maxBytes: MAX_CHANGES_BYTES,
        maxLineBytes: MAX_RECORD_BYTES,
        timeoutMs: HEADERS_MS + wait * SECOND,
        bodyTimeoutMs: CHANGES_BODY_MS,
        stallTimeoutMs: STALL_MS,
        onLine: line => reader.take(line),
      });
      if (response.status === 304) {
        return { kind: 'unchanged' };
      }
      return response.isRead
        ? {
            kind: 'changes',
            etag: response.etag,
            changes: wholeOf(reader, path),
          }
        : { kind: 'no-such-endpoint' };
    } catch (error) {
      if (isUnknownEndpoint(error)) {
        return { kind: 'no-such-endpoint' };
      }
      throw error;
    }
  }

  /**
   * Long texts by digest; those that the service lacks are left out.
   *
   * @throws LocationServiceError when they cannot be read
   */
  async texts(
    digests: readonly string[],
    signal: AbortSignal,
  ): Promise<Map<string, string>> {
    const texts = new Map<string, string>();
    for (let start = 0; start < digests.length; start += MAX_TEXTS) {
      const asked = digests.slice(start, start + MAX_TEXTS);
      const query = new URLSearchParams(asked.map(one => ['digest', one]));
      const path = `${TEXTS_PATH}?${query}`;
      const response = await this.getter.getLines({
        path,
        accept: NDJSON,
        signal,
        maxBytes: MAX_TEXTS_BYTES,
        maxLineBytes: MAX_TEXT_BYTES,
        timeoutMs: HEADERS_MS,
        bodyTimeoutMs: TEXTS_BODY_MS,
        stallTimeoutMs: STALL_MS,
        onLine: line => {
          const { digest, text } = TextLine.parse(JSON.parse(line));
          texts.set(digest, text);
        },
      });
      if (!response.isRead) {
        throw new LocationServiceError(
          `texts were expected, and ${
            response.contentType || 'something'
          } came`,
          { url: TEXTS_PATH, status: response.status },
        );
      }
    }
    return texts;
  }

  /** Reads `/list` and its documents, as old services have them. */
  async listing(signal: AbortSignal): Promise<Listing> {
    return readListing(this.getter, signal);
  }

  close() {
    this.getter.close();
  }
}

function wholeOf(reader: ChangesReader, url: string): ReadChanges {
  try {
    return reader.result();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LocationServiceError(why, { url, cause });
  }
}
