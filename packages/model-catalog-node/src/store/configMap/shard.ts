import { createHash } from 'node:crypto';
import type { StoredRecord } from '../../records/stored';
import { type Content, decodeRecord, encodeRecord } from './codec';
import type { ConfigMap } from './objects';

/**
 * One value of a shard, read. The text of a record's value is not kept, which
 * would double what a store takes of memory: it is made of the record again
 * when its shard is written.
 */
export type Entry = {
  /** What it takes of what Kubernetes allows. */
  bytes: number;
  content: Content;
  /** Base64, as it lies in binaryData, of what is no record of ours. */
  value?: string;
};
export type Entries = ReadonlyMap<string, Entry>;

/** What is kept of a record in memory. */
export type Keep = (stored: StoredRecord) => StoredRecord;

/** Base64 values by their key in the ConfigMap. */
export type Values = ReadonlyMap<string, string>;

/** One of the ConfigMaps that hold records. */
export type Shard = {
  index: number;
  /** The object without its `binaryData`; absent when it does not exist. */
  object?: ConfigMap;
  entries: Entries;
  /** Of everything in it but values of the connector before. */
  digest: string;
};

/** Bytes that an entry takes of what Kubernetes allows. */
export function entryBytes(configKey: string, value: string): number {
  return configKey.length + Math.ceil((value.length * 3) / 4);
}

export function entriesBytes(entries: Entries): number {
  let bytes = 0;
  for (const entry of entries.values()) {
    bytes += entry.bytes;
  }
  return bytes;
}

/** An entry of a value as it lies in binaryData. */
function readEntry(configKey: string, value: string, keep: Keep): Entry {
  const content = decodeRecord(value);
  const bytes = entryBytes(configKey, value);
  return content.kind === 'record'
    ? { bytes, content: { ...content, stored: keep(content.stored) } }
    : { bytes, content, value };
}

/** The base64 text of an entry. */
export function valueOf({ content, value }: Entry): string {
  return content.kind === 'record'
    ? encodeRecord(content.stored, content.blobs)
    : value ?? '';
}

/** Digest of entries: of all but those of the connector before, in the order of their keys. */
function digestOfAll(
  entries: Entries,
  textOf: (configKey: string, entry: Entry) => string,
): string {
  const hash = createHash('sha256');
  const ours = [...entries].filter(isOurs).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [configKey, entry] of ours) {
    hash.update(`${configKey}\n${textOf(configKey, entry)}\n`);
  }
  return hash.digest('hex');
}

const isOurs = ([, { content }]: [string, Entry]) => content.kind !== 'foreign';

/** @param values - the entries' values, where they are at hand */
export function digestOfEntries(entries: Entries, values?: Values): string {
  return digestOfAll(
    entries,
    (configKey, entry) => values?.get(configKey) ?? valueOf(entry),
  );
}

export const EMPTY_DIGEST = digestOfEntries(new Map());

/** Reads a shard from its ConfigMap. */
export function readShard(
  index: number,
  object: ConfigMap | undefined,
  keep: Keep,
): Shard {
  const values = object?.binaryData ?? {};
  const entries = new Map(
    Object.entries(values).map(([configKey, value]) => [
      configKey,
      readEntry(configKey, value, keep),
    ]),
  );
  // Of the values as they lie there: what is written anew may look another way.
  const digest = digestOfAll(entries, configKey => values[configKey] ?? '');
  return shardOf(index, object, { entries, digest });
}

/** A shard of what is known to be in it. */
export function shardOf(
  index: number,
  object: ConfigMap | undefined,
  { entries, digest }: Pick<Shard, 'entries' | 'digest'>,
): Shard {
  return {
    index,
    object: object && { ...object, binaryData: undefined },
    entries,
    digest,
  };
}

/** What goes into the ConfigMap's `binaryData`, each value made when it is asked for. */
export function* binaryDataOf(
  entries: Entries,
): Generator<readonly [string, string]> {
  for (const [configKey, entry] of entries) {
    yield [configKey, valueOf(entry)];
  }
}
