import { createHash } from 'node:crypto';
import { type Content, decodeRecord } from './codec';
import type { ConfigMap } from './objects';

/** One value of a shard, read. */
export type Entry = {
  /** Base64, as it lies in binaryData. */
  value: string;
  content: Content;
};
export type Entries = ReadonlyMap<string, Entry>;

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
  for (const [configKey, { value }] of entries) {
    bytes += entryBytes(configKey, value);
  }
  return bytes;
}

export function digestOfEntries(entries: Entries): string {
  const hash = createHash('sha256');
  const ours = [...entries].filter(
    ([, { content }]) => content.kind !== 'foreign',
  );
  for (const [configKey, { value }] of ours.sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    hash.update(`${configKey}\n${value}\n`);
  }
  return hash.digest('hex');
}

export const EMPTY_DIGEST = digestOfEntries(new Map());

/** Reads a shard from its ConfigMap. */
export function readShard(index: number, object: ConfigMap | undefined): Shard {
  const values = Object.entries(object?.binaryData ?? {});
  return shardOf(
    index,
    object,
    new Map(
      values.map(([configKey, value]) => [
        configKey,
        { value, content: decodeRecord(value) },
      ]),
    ),
  );
}

/** A shard of what is known to be in it. */
export function shardOf(
  index: number,
  object: ConfigMap | undefined,
  entries: Entries,
): Shard {
  return {
    index,
    object: object && { ...object, binaryData: undefined },
    entries,
    digest: digestOfEntries(entries),
  };
}

/** What goes into the ConfigMap's `binaryData`. */
export function binaryDataOf(entries: Entries): Record<string, string> {
  return Object.fromEntries(
    [...entries].map(([configKey, { value }]) => [configKey, value]),
  );
}
