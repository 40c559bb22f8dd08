import type { DatabaseService } from '@backstage/backend-plugin-api';

/** The database that Backstage gives, without a dependency of our own. */
export type Database = Awaited<ReturnType<DatabaseService['getClient']>>;
export type Transaction = Parameters<
  Extract<Parameters<Database['transaction']>[0], (...args: never) => unknown>
>[0];

/** An entity of ours that the catalog holds, or was sent. */
export type Known = {
  /** Key of its record; absent on entities of an earlier connector. */
  key?: string;
  /** Id of its source; absent on entities of an earlier connector. */
  source?: string;
  /** Digest of what was sent; absent when that is not known for sure. */
  hash?: string;
  /** Under which it was sent first, when that was by another provider. */
  locationKey?: string;
  /** Somebody else's location that has this reference in the catalog. */
  conflict?: string;
};

/** Entities to look for in the books: those of records by key, and those of references. */
export type Wanted = { keys?: readonly string[]; refs?: readonly string[] };

/** What the catalog holds of ours, by entity reference. */
export type KnownEntities = ReadonlyMap<string, Known>;

/** How far the catalog follows one location service. */
export type Cursor = {
  revision?: string;
  /** Since when (RFC 3339) the entities of a source stand although it is not complete. */
  held: { [source: string]: string };
  /** Milliseconds since the revision was written; absent where no other process can have done it. */
  age?: number;
  /** Milliseconds since the catalog was last compared; absent as `age` is, and before the first time. */
  comparedAge?: number;
};

/**
 * What one provider has sent. Whoever has it open is the only one who sends:
 * in this process and, on PostgreSQL, in all processes.
 */
export type OpenBooks = {
  /** As it was when they were opened; absent the first time. */
  readonly cursor: Cursor | undefined;
  /** @throws Error when the lock was lost, e.g. with its connection */
  check(): Promise<void>;
  all(): Promise<Map<string, Known>>;
  /** Those of some records and those of some references, in one look. */
  find(wanted: Wanted): Promise<Map<string, Known>>;
  /**
   * Which of these the catalog has taken in, processed or not yet;
   * `undefined` where its database does not tell.
   */
  takenIn(refs: readonly string[]): Promise<Set<string> | undefined>;
  /** How many deltas may be on their way at a time. */
  readonly lanes: number;
  /** Durable at once, whatever becomes of the rest. */
  put(entities: ReadonlyMap<string, Known>): Promise<void>;
  remove(refs: readonly string[]): Promise<void>;
  /**
   * Makes the entities of another provider this one's, under the location key
   * that they have, to be sent again.
   *
   * @returns whether there were any
   */
  adopt(provider: string): Promise<boolean>;
  /** Written when the books are closed without an error. */
  moveTo(cursor: Pick<Cursor, 'revision' | 'held'>): void;
  /** That the catalog was compared now. */
  compared(): void;
};

/** Where it is written down what was sent. */
export type Books = {
  /** What the provider's cursor is now, whoever has the books open. */
  peek(provider: string): Promise<Cursor | undefined>;
  /**
   * Opens the books of a provider for the work, and closes them after it.
   *
   * @returns `undefined`, without doing the work, while another process has them open
   */
  open<T>(
    provider: string,
    work: (books: OpenBooks) => Promise<T>,
  ): Promise<{ value: T } | undefined>;
};
