import { inTurns } from './inTurns';
import { isPostgres, migrate, PROVIDERS } from './migrations';
import { readCursorRow } from './rows';
import { lockRow } from './rowLock';
import { CATALOG_QUEUE, type Read, Sheets } from './Sheets';
import type { Books, Cursor, Database, OpenBooks } from './types';

/** Of one apply: the lock's connection, and the one on which everything else goes. */
const CONNECTIONS_NEEDED = 2;
/**
 * Deltas on their way at a time, where the pool has twice as many connections.
 * One is sixty round trips, each of which waits for its turn in a backend that
 * is busy with what came before; each lane is another turn.
 */
const MAX_LANES = 5;

type Options = {
  getDatabase: () => Promise<Database>;
  /** Whether the administrator makes the tables. */
  skipMigrations?: boolean;
  /** Told once when the pool is too small for the lock. */
  onSmallPool?: () => void;
};

/** The most connections that this process may have. */
function poolSize(database: Database): number {
  return Number(database.client.pool?.max ?? 1);
}

/** {@link Books} in tables of the catalog's own database. */
export class DatabaseBooks implements Books {
  private opening: Promise<Database> | undefined;
  private turns: ReturnType<typeof inTurns> | undefined;
  /** Providers that have a row for sure. */
  private readonly named = new Set<string>();
  private queue: Promise<boolean> | undefined;

  constructor(private readonly options: Options) {}

  async open<T>(
    provider: string,
    work: (books: OpenBooks) => Promise<T>,
  ): Promise<{ value: T } | undefined> {
    const database = await this.database();
    await this.name(database, provider);
    if (!this.isShared(database)) {
      return this.alone(database, provider, work);
    }
    const opened = await this.turn(database)(() =>
      this.inTransaction(database, provider, work),
    );
    if (!opened) {
      // Another process has it; or it is gone, as after a restored backup.
      this.named.delete(provider);
    }
    return opened;
  }

  /** Makes the row of a provider, once. */
  private async name(database: Database, provider: string) {
    if (!this.named.has(provider)) {
      await database(PROVIDERS)
        .insert({ name: provider })
        .onConflict('name')
        .ignore();
      this.named.add(provider);
    }
  }

  async peek(provider: string): Promise<Cursor | undefined> {
    const database = await this.database();
    const row = await database(PROVIDERS)
      .where({ name: provider })
      .first('revision', 'held');
    return row && readCursorRow(row);
  }

  /** Opens, and makes the tables, with the first use; again after a failure. */
  private database(): Promise<Database> {
    this.opening ??= this.prepare().catch(error => {
      this.opening = undefined;
      throw error;
    });
    return this.opening;
  }

  private async prepare(): Promise<Database> {
    const { getDatabase, skipMigrations, onSmallPool } = this.options;
    const database = await getDatabase();
    if (!skipMigrations) {
      await migrate(database);
    }
    if (isPostgres(database) && !this.isShared(database)) {
      onSmallPool?.();
    }
    return database;
  }

  /** SQLite has one process, and one connection for everything. */
  private isShared(database: Database): boolean {
    return isPostgres(database) && poolSize(database) >= CONNECTIONS_NEEDED;
  }

  /** Each turn takes two connections: were all taken by locks, none could go on. */
  private turn(database: Database) {
    this.turns ??= inTurns(Math.floor(poolSize(database) / CONNECTIONS_NEEDED));
    return this.turns;
  }

  private sheets(
    database: Database,
    of: { read: Read; provider: string; cursor: Cursor },
    check: () => Promise<void>,
  ) {
    const lanes = Math.floor(poolSize(database) / 2);
    return new Sheets(
      {
        ...of,
        database,
        lanes: Math.max(1, Math.min(lanes, MAX_LANES)),
        hasQueue: () => this.hasQueue(database),
      },
      check,
    );
  }

  /** Not ours, so it may be another one in another release. */
  private hasQueue(database: Database): Promise<boolean> {
    this.queue ??= database.schema
      .hasColumn(CATALOG_QUEUE, 'entity_ref')
      .catch((error: unknown) => {
        this.queue = undefined;
        throw error;
      });
    return this.queue;
  }

  private async inTransaction<T>(
    database: Database,
    provider: string,
    work: (books: OpenBooks) => Promise<T>,
  ): Promise<{ value: T } | undefined> {
    const lock = await lockRow(database, provider);
    if (!lock) {
      return undefined;
    }
    const { tx, cursor } = lock;
    try {
      // A connection answers one query at a time, and several deltas ask.
      const turn = inTurns(1);
      const read: Read = query => turn(async () => query(tx));
      const of = { read, provider, cursor };
      const sheets = this.sheets(database, of, async () => {
        await read(reader => reader.raw('select 1'));
      });
      const value = await work(sheets);
      await sheets.close(tx);
      await tx.commit();
      return { value };
    } catch (error) {
      await tx.rollback().catch(() => undefined);
      throw error;
    }
  }

  private async alone<T>(
    database: Database,
    provider: string,
    work: (books: OpenBooks) => Promise<T>,
  ): Promise<{ value: T }> {
    const row = await database(PROVIDERS)
      .where({ name: provider })
      .first('revision', 'held');
    const cursor: Cursor = readCursorRow(row);
    const read: Read = async query => query(database);
    const of = { read, provider, cursor };
    const sheets = this.sheets(database, of, async () => {});
    const value = await work(sheets);
    await sheets.close(database);
    return { value };
  }
}
