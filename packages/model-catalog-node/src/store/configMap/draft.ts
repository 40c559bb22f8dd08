import { type StoreLimits, tooLarge } from '../limits';
import { type StoredRecord, blobsOf, keyOf } from '../../records/stored';
import type { Changes, RefusedRecord } from '../types';
import { type Loaded, type Place, placesOf } from './assemble';
import { type BlobLocations, encodeRecord, sharedLocations } from './codec';
import { configKey } from './names';
import {
  type Entries,
  type Entry,
  entriesBytes,
  entryBytes,
  type Keep,
  valueOf,
} from './shard';

/** What is to be written, thought out before anything is. */
export type Draft = {
  /** New content of the shards that change, by number. */
  shards: ReadonlyMap<number, Entries>;
  /** Keys of the records written into each shard, with their sizes. */
  written: ReadonlyMap<number, ReadonlyMap<string, number>>;
  /** How many shards there will be. */
  count: number;
  refused: readonly RefusedRecord[];
};

type Working = {
  loaded: Loaded;
  places: ReadonlyMap<string, Place>;
  limits: StoreLimits;
  entries: Map<number, Map<string, Entry>>;
  written: Map<number, Map<string, number>>;
  sizes: number[];
};

/**
 * Decides which shard holds what. A record stays in its shard; a new one goes
 * into the first shard with room. One that outgrows its shard moves to a higher
 * one, so that writing from the highest shard down never loses it.
 */
export function draftOf(
  loaded: Loaded,
  changes: Pick<Changes, 'upsert' | 'remove'>,
  options: {
    limits: StoreLimits;
    keep: Keep;
    blobs: ReadonlyMap<string, number>;
    /** Whether damaged values that are not written again are wanted by nobody. */
    dropsDamaged: boolean;
  },
): Draft {
  const { limits, keep, blobs, dropsDamaged } = options;
  const working: Working = {
    loaded,
    places: placesOf(loaded.shards),
    limits,
    entries: new Map(),
    written: new Map(),
    sizes: loaded.shards.map(({ entries }) => entriesBytes(entries)),
  };
  if (working.sizes.length === 0) {
    openShard(working);
  }
  for (const { index, object } of loaded.shards) {
    if (!object || loaded.broken.has(index)) {
      contentOf(working, index);
    }
  }
  for (const place of loaded.superfluous) {
    take(working, place);
  }
  for (const key of changes.remove) {
    const place = working.places.get(key);
    if (place) {
      take(working, place);
    }
  }
  const refused: RefusedRecord[] = [];
  for (const stored of changes.upsert) {
    const key = keyOf(stored);
    const content = {
      kind: 'record' as const,
      stored: keep(stored),
      blobs: locationsOf(stored, blobs),
    };
    const name = configKey(key);
    const value = encodeRecord(stored, content.blobs);
    const bytes = entryBytes(name, value);
    if (bytes > limits.maxBytes) {
      const reason = tooLarge('the record', bytes, limits.maxBytes);
      refused.push({ key, reason });
    } else {
      put(working, { key, name, value }, { bytes, content });
    }
  }
  if (dropsDamaged) {
    dropDamaged(working, new Set(refused.map(({ key }) => configKey(key))));
  }
  return {
    shards: working.entries,
    written: working.written,
    count: working.sizes.length,
    refused,
  };
}

const NO_BLOBS: BlobLocations = {};

/** Digests that a record names, with the number of the blob ConfigMap that holds each. */
function locationsOf(
  stored: StoredRecord,
  blobs: ReadonlyMap<string, number>,
): BlobLocations {
  const digests = blobsOf(stored);
  if (digests.length === 0) {
    return NO_BLOBS;
  }
  const found: Record<string, number> = {};
  for (const digest of digests) {
    const number = blobs.get(digest);
    if (number !== undefined) {
      found[digest] = number;
    }
  }
  return sharedLocations(found);
}

/** The shard's content, to be changed; from here on the shard is written. */
function contentOf(working: Working, shard: number): Map<string, Entry> {
  const known = working.entries.get(shard);
  if (known) {
    return known;
  }
  const copy = new Map(working.loaded.shards[shard]?.entries);
  working.entries.set(shard, copy);
  return copy;
}

function openShard(working: Working): number {
  const shard = working.sizes.length;
  working.sizes.push(0);
  contentOf(working, shard);
  return shard;
}

function take(working: Working, { shard, configKey: name }: Place): void {
  const content = contentOf(working, shard);
  const entry = content.get(name);
  if (entry) {
    content.delete(name);
    grow(working, shard, -entry.bytes);
  }
}

function dropDamaged(working: Working, wanted: ReadonlySet<string>): void {
  for (const [name, place] of working.loaded.damaged) {
    const entries =
      working.entries.get(place.shard) ??
      working.loaded.shards[place.shard]?.entries;
    const isDamaged = entries?.get(name)?.content.kind === 'damaged';
    if (isDamaged && !wanted.has(name)) {
      take(working, place);
    }
  }
}

function grow(working: Working, shard: number, bytes: number): void {
  working.sizes[shard] = (working.sizes[shard] ?? 0) + bytes;
}

function put(
  working: Working,
  { key, name, value }: { key: string; name: string; value: string },
  entry: Entry,
): void {
  const { bytes } = entry;
  const place = working.places.get(key) ?? working.loaded.damaged.get(name);
  let shard: number;
  if (place) {
    const source =
      working.entries.get(place.shard) ??
      working.loaded.shards[place.shard]?.entries;
    const before = source?.get(name);
    if (before && before.bytes === bytes && valueOf(before) === value) {
      return;
    }
    take(working, place);
    shard = hasRoom(working, place.shard, bytes)
      ? place.shard
      : roomAfter(working, place.shard + 1, bytes);
  } else {
    shard = roomAfter(working, 0, bytes);
  }
  contentOf(working, shard).set(name, entry);
  grow(working, shard, bytes);
  const written = working.written.get(shard) ?? new Map<string, number>();
  working.written.set(shard, written.set(key, bytes));
}

function hasRoom({ sizes, limits }: Working, shard: number, bytes: number) {
  return (sizes[shard] ?? 0) + bytes <= limits.maxBytes;
}

/** The first shard from `first` on that still takes new records; a new one if none does. */
function roomAfter(working: Working, first: number, bytes: number): number {
  for (let shard = first; shard < working.sizes.length; shard += 1) {
    const size = working.sizes[shard] ?? 0;
    if (size === 0 || size + bytes <= working.limits.fillBytes) {
      return shard;
    }
  }
  return openShard(working);
}
