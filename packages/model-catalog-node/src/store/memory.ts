import { randomUUID } from 'node:crypto';
import { canonical } from '../plan/canonical';
import { DEFAULT_LIMITS, tooLarge } from './limits';
import { blobsOf, keyOf, type StoredRecord, textOf } from '../records/stored';
import {
  type Changes,
  RecordsRefused,
  type RefusedRecord,
  type Store,
  StoreConflict,
  StoreFenced,
  type StoreStatus,
  type StoreView,
} from './types';

/** What stores in memory share when they stand for one store. */
export type MemoryBacking = {
  /** Another one in each process: readers outlive a store in memory, and its counts begin anew. */
  id: string;
  revision: number;
  synced: boolean;
  completedSources: readonly string[];
  status?: StoreStatus;
  /** Of the newest claim. */
  epoch: number;
  claim?: { holder: string; until: number };
  records: ReadonlyMap<string, StoredRecord>;
  blobs: Map<string, string>;
  /** How often something was written. */
  writes: number;
  listeners: Set<{ owner: Store; onChange: () => void }>;
};

export function createMemoryBacking(): MemoryBacking {
  return {
    id: randomUUID().slice(0, 8),
    revision: 0,
    synced: false,
    completedSources: [],
    epoch: 0,
    records: new Map(),
    blobs: new Map(),
    writes: 0,
    listeners: new Set(),
  };
}

/** Names what the records are: there is nothing at 0, wherever that is. */
function revisionOf({ id, revision }: MemoryBacking): string {
  return revision === 0 ? '0' : `${id}-${revision}`;
}

type Options = {
  backing?: MemoryBacking;
  maxBytes?: number;
  /** Milliseconds since some moment in the past. */
  now?: () => number;
};

/** A store for tests and the demo. Stores over one `backing` see each other's changes. */
export function createMemoryStore(options: Options = {}): Store {
  const backing = options.backing ?? createMemoryBacking();
  const maxBytes = options.maxBytes ?? DEFAULT_LIMITS.maxBytes;
  const now = options.now ?? (() => performance.now());
  const view = (): StoreView => ({
    revision: revisionOf(backing),
    synced: backing.synced,
    records: backing.records,
    completedSources: backing.completedSources,
    issues: [],
    missingTexts: missingTexts(backing),
    status: backing.status,
  });

  const store: Store = {
    read: async () => view(),
    apply: async (changes, revision, epoch) => {
      if (epoch !== undefined && epoch < backing.epoch) {
        throw new StoreFenced(
          `The store was claimed anew (epoch ${backing.epoch}, this writer has ${epoch}); stop writing`,
        );
      }
      if (revision !== revisionOf(backing)) {
        throw new StoreConflict(
          `The store is at revision ${revisionOf(
            backing,
          )}, not at ${revision}; read it again`,
        );
      }
      const refused = change(backing, changes, maxBytes);
      for (const { owner, onChange } of backing.listeners) {
        if (owner !== store) {
          onChange();
        }
      }
      if (refused.length > 0) {
        throw new RecordsRefused(refused);
      }
      return view();
    },
    claim: async ({ holder, ttlMs, epoch, replaces }) => {
      const { claim } = backing;
      const isOurs = claim?.holder === holder && epoch === backing.epoch;
      const isFree =
        !claim ||
        claim.until <= now() ||
        claim.holder === holder ||
        claim.holder === replaces;
      // A renewal by one that was replaced is none.
      if (!isOurs && (!isFree || epoch !== undefined)) {
        return { kind: 'taken', holder: claim?.holder ?? 'nobody' };
      }
      backing.epoch += isOurs ? 0 : 1;
      backing.claim = { holder, until: now() + ttlMs };
      return { kind: 'held', epoch: backing.epoch };
    },
    release: async holder => {
      if (backing.claim?.holder === holder) {
        backing.claim = undefined;
      }
    },
    blob: async digest => backing.blobs.get(digest),
    follow: (signal, onChange) =>
      new Promise(resolve => {
        const listener = { owner: store, onChange };
        const stop = () => {
          backing.listeners.delete(listener);
          resolve();
        };
        if (signal.aborted) {
          resolve();
          return;
        }
        backing.listeners.add(listener);
        signal.addEventListener('abort', stop, { once: true });
      }),
  };
  return store;
}

/** Changes the backing and gives the records that it could not keep. */
function change(
  backing: MemoryBacking,
  changes: Changes,
  maxBytes: number,
): RefusedRecord[] {
  const { records, refused, changed } = changedRecords(
    backing.records,
    changes,
    maxBytes,
  );
  const completedSources = [...new Set(changes.completedSources)].sort();
  const status = changes.status ?? backing.status;
  const settled =
    backing.synced &&
    canonical(completedSources) === canonical(backing.completedSources) &&
    canonical(status ?? {}) === canonical(backing.status ?? {});
  const texts = keepBlobs(backing, records, changes.blobs);
  if (!changed && !texts && settled) {
    return refused;
  }
  backing.records = records;
  backing.revision += changed ? 1 : 0;
  backing.synced = true;
  backing.completedSources = completedSources;
  backing.status = status;
  backing.writes += 1;
  return refused;
}

function changedRecords(
  before: ReadonlyMap<string, StoredRecord>,
  changes: Changes,
  maxBytes: number,
) {
  const records = new Map(before);
  const refused: RefusedRecord[] = [];
  let changed = false;
  for (const key of changes.remove) {
    changed = records.delete(key) || changed;
  }
  for (const stored of changes.upsert) {
    const key = keyOf(stored);
    const text = textOf(stored);
    const bytes = Buffer.byteLength(text);
    const known = records.get(key);
    if (bytes > maxBytes) {
      refused.push({ key, reason: tooLarge('the record', bytes, maxBytes) });
    } else if (!known || textOf(known) !== text) {
      records.set(key, stored);
      changed = true;
    }
  }
  return { records, refused, changed };
}

function missingTexts({ records, blobs }: MemoryBacking): Set<string> {
  const named = [...records.values()].flatMap(blobsOf);
  return new Set(named.filter(digest => !blobs.has(digest)));
}

/** Adds the texts that records name and drops those that none names; says whether any came or went. */
function keepBlobs(
  backing: MemoryBacking,
  records: ReadonlyMap<string, StoredRecord>,
  texts: ReadonlyMap<string, string>,
): boolean {
  const named = new Set([...records.values()].flatMap(blobsOf));
  let changed = false;
  for (const digest of backing.blobs.keys()) {
    if (!named.has(digest)) {
      changed = backing.blobs.delete(digest);
    }
  }
  for (const [digest, text] of texts) {
    if (named.has(digest) && !backing.blobs.has(digest)) {
      backing.blobs.set(digest, text);
      changed = true;
    }
  }
  return changed;
}
