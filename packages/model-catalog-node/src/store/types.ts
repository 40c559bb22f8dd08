import type { SourceStatus } from '@model-catalog/common';
import type { StoredRecord } from '../records/stored';

/** What the writer says besides the records, for those that only read the store. */
export type StoreStatus = {
  /** `lastCompleteAt` only of those that are not complete now: it would change with each check. */
  sources: readonly SourceStatus[];
  /** Keys of records that were removed by decision, the newest at the end; at most {@link REMOVED_KEPT}. */
  removed: readonly string[];
};

export const REMOVED_KEPT = 500;

/** What is to be changed in one step. */
export type Changes = {
  upsert: readonly StoredRecord[];
  remove: readonly string[];
  /** Long texts that the upserted records name, by digest. */
  blobs: ReadonlyMap<string, string>;
  /** Ids of sources that could be read once; kept for the next start. */
  completedSources: readonly string[];
  /** Replaces what was said before; absent leaves it. */
  status?: StoreStatus;
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
  /** A write is under way or did not end: who only reads keeps the view from before. */
  unfinished?: boolean;
  /** Digests that records name and whose texts are gone; an apply with these texts brings them back. */
  missingTexts?: ReadonlySet<string>;
  /** Absent until a writer has said it. */
  status?: StoreStatus;
};

/**
 * An answer to {@link Store.claim}. The epoch grows with each new holder; a
 * write with an older one is refused.
 */
export type Claim =
  | { kind: 'held'; epoch: number }
  /** `holder` has it, and has renewed it lately. */
  | { kind: 'taken'; holder: string };

export type ClaimRequest = {
  /** Who asks; unique among all processes that run. */
  holder: string;
  /** How long it holds without being renewed, milliseconds. */
  ttlMs: number;
  /** The epoch that the caller holds already: a renewal. */
  epoch?: number;
  /** A holder of whom the caller knows that it has ended: its claim is over. */
  replaces?: string;
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
   * `RecordsRefused` when some records cannot be kept (all others are),
   * `StoreFenced` when another writer has claimed the store since `epoch`, and
   * `StoreError` when the store refused: then the old revision holds.
   */
  apply(changes: Changes, revision: string, epoch?: number): Promise<StoreView>;
  /**
   * Asks to be the only writer, or renews that. A claim that is not renewed
   * for its `ttlMs` is over; how long that is, every process measures by its
   * own clock (or the database's), never by another's.
   */
  claim(request: ClaimRequest): Promise<Claim>;
  /** Gives the claim back, if `holder` has it. */
  release(holder: string): Promise<void>;
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

/** Another writer has claimed the store; the caller must not write any more. */
export class StoreFenced extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'StoreFenced';
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
