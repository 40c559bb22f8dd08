import { CatalogRecord } from '@model-catalog/common';
import {
  createHttpClient,
  fetchJson,
  type HttpClientOptions,
} from '../../http';
import { isSameRecord } from '../../plan/isSame';
import { keyOf, StoredRecord } from '../../records/stored';
import type { Store } from '../types';
import { applyLines } from './applyLines';
import { storeErrorOf } from './errors';
import { createReader, type RemoteReader, SILENCE_MS } from './remoteReader';
import type { RecordMaker } from './viewReader';
import { ClaimAnswer, ReleaseAnswer, STORE_PATHS } from './wire';

export type RemoteOptions = {
  /** Where storage-rest is, without a path. */
  url: string;
  /** The write credential; asked for each request, so that it may rotate. */
  token?: () => Promise<string>;
} & Pick<HttpClientOptions, 'delay' | 'random' | 'onExchange' | 'tls'>;

/** A store has connections; whoever opens it closes it. */
export type Closing = { close(): Promise<void> };

const CLAIM_MS = 5_000;
/** For sending all of an apply, milliseconds; whoever is dead is noticed by the connection. */
const UPLOAD_MS = 5 * 60_000;

function httpOf({ token, delay, random, onExchange, tls }: RemoteOptions) {
  return createHttpClient({
    delay,
    random,
    onExchange,
    tls,
    // The loops that use a store have their own patience.
    retry: { retries: 0 },
    authorize:
      token && (async () => ({ authorization: `Bearer ${await token()}` })),
  });
}

type Keep = (stored: StoredRecord) => StoredRecord;

const storedRecords = (
  keep: Keep = stored => stored,
): RecordMaker<StoredRecord> => ({
  make: line => {
    const value = StoredRecord.parse(line);
    return { key: value.record.key, value: keep(value) };
  },
  // A field without a value is one that is not there: only so it comes over the wire.
  isSame: isSameRecord,
});

/**
 * A store that another process has, reached through storage-rest. Throws what
 * the driver there throws, and `StoreUnreachable` while nobody answers.
 */
export function createRemoteStore({
  keep,
  ...options
}: RemoteOptions & {
  /** What is kept of each record in memory, see `packStored`; unless given, the record. */
  keep?: Keep;
}): Store & Closing {
  const { url, delay, random } = options;
  const http = httpOf(options);
  const maker = storedRecords(keep);
  const reader = createReader({
    url,
    http,
    maker,
    facets: true,
    delay,
    random,
  });

  const post = async <T>(
    path: string,
    body: unknown,
    schema: Parameters<typeof fetchJson<T>>[2],
  ): Promise<T> => {
    const request = {
      method: 'POST' as const,
      url: `${url}${path}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      timeoutMs: CLAIM_MS,
    };
    try {
      return await fetchJson(http, request, schema);
    } catch (error) {
      throw storeErrorOf(error, url);
    }
  };
  return {
    read: reader.read,
    blob: reader.blob,
    follow: reader.follow,
    apply: (changes, revision, epoch) => {
      const begin = { revision, epoch, since: reader.known()?.tag };
      return reader.take(
        http.lines({
          method: 'POST',
          url: `${url}${STORE_PATHS.apply}`,
          headers: { 'content-type': 'application/x-ndjson' },
          body: () => applyLines(changes, begin),
          timeoutMs: UPLOAD_MS,
          idleTimeoutMs: SILENCE_MS,
        }),
        // The very objects: the caller has them already.
        {
          upsert: new Map(changes.upsert.map(one => [keyOf(one), one])),
          remove: changes.remove,
        },
      );
    },
    claim: async request =>
      (await post(STORE_PATHS.claim, request, ClaimAnswer)).claim,
    release: async holder => {
      await post(STORE_PATHS.release, { holder }, ReleaseAnswer);
    },
    close: () => http.close(),
  };
}

/**
 * Reads records without their facets, which needs no credential: what the
 * location service serves. `pack` makes of each what is to be kept.
 */
export function createRemoteRecords<T>({
  pack,
  isSame,
  ...options
}: RemoteOptions & {
  pack: (record: CatalogRecord) => T;
  isSame: (a: T, b: T) => boolean;
}): RemoteReader<T> & Closing {
  const { url, delay, random } = options;
  const http = httpOf(options);
  const maker: RecordMaker<T> = {
    make: line => {
      const record = CatalogRecord.parse(line.record);
      return { key: record.key, value: pack(record) };
    },
    isSame,
  };
  const reader = createReader({
    url,
    http,
    maker,
    facets: false,
    delay,
    random,
  });
  const { read, blob, follow } = reader;
  return { read, blob, follow, close: () => http.close() };
}
