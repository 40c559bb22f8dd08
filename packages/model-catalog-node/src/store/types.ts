import type { StoredRecord } from '../records/stored';

/** What is to be changed in one step. */
export type Changes = {
  upsert: readonly StoredRecord[];
  remove: readonly string[];
  /** Long texts that the upserted records name, by digest. */
  blobs: ReadonlyMap<string, string>;
  /** Ids of sources that could be read once; kept for the next start. */
  completedSources: readonly string[];
};

/** What is stored at one revision. */
export type StoreView = {
  /** Opaque; changes when, and only when, the records change. */
  revision: string;
  /** Whether a sync has ever been completed into this store. */
  synced: boolean;
  records: ReadonlyMap<string, StoredRecord>;
  completedSources: readonly string[];
  /** Things found damaged while reading: which, where, why. */
  issues: readonly string[];
  /** Whether an apply would repair something, even one without changes. */
  needsRepair?: boolean;
};

/**
 * Where the normalised records live. One contract suite (`describeStore`)
 * holds every driver to this.
 */
export type Store = {
  /** The newest view, read from the store itself. */
  read(signal?: AbortSignal): Promise<StoreView>;
  /**
   * Makes the changes and gives the new view. Marks the store as synced, also
   * when there is nothing to change. Writes nothing when nothing changes.
   * Throws `StoreConflict` when the store is no longer at `revision`,
   * `RecordsRefused` when some records cannot be kept (all others are), and
   * `StoreError` when the store refused: then the old revision holds.
   */
  apply(changes: Changes, revision: string): Promise<StoreView>;
  /** A long text; `undefined` when the store has none of that digest. */
  blob(digest: string): Promise<string | undefined>;
  /** Calls `onChange` whenever another process may have changed the store, until the signal aborts. */
  follow(signal: AbortSignal, onChange: () => void): Promise<void>;
};

/** Somebody else changed the store in between; read again and plan again. */
export class StoreConflict extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'StoreConflict';
  }
}

/** The store cannot be read or written; the message says what to do. */
export class StoreError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'StoreError';
  }
}

/** A record that cannot be kept, and why. What was stored of it before stays. */
export type RefusedRecord = { key: string; reason: string };

/** Some records cannot be kept; everything else of the same changes was stored. */
export class RecordsRefused extends StoreError {
  readonly refused: readonly RefusedRecord[];

  constructor(refused: readonly RefusedRecord[]) {
    const list = refused.map(({ key, reason }) => `${key}: ${reason}`);
    super(`Not stored, everything else was: ${list.join('; ')}`);
    this.name = 'RecordsRefused';
    this.refused = refused;
  }
}
