import { inTurns } from './inTurns';
import { isPostgres, migrate, PROVIDERS } from './migrations';
import { readCursorRow } from './rows';
import { lockRow } from './rowLock';
import { Sheets } from './Sheets';
import type { Books, Cursor, Database, OpenBooks } from './types';

/** Of one apply: the lock's connection, and the one on which everything else goes. */
const CONNECTIONS_NEEDED = 2;

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

  constructor(private readonly options: Options) {}

  async open<T>(
    provider: string,
    work: (books: OpenBooks) => Promise<T>,
  ): Promise<{ value: T } | undefined> {
    const database = await this.database();
    await database(PROVIDERS)
      .insert({ name: provider })
      .onConflict('name')
      .ignore();
    return this.isShared(database)
      ? this.turn(database)(() => this.inTransaction(database, provider, work))
      : this.alone(database, provider, work);
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
      const sheets = new Sheets({ database, provider, cursor }, async () => {
        await tx.raw('select 1');
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
    const sheets = new Sheets({ database, provider, cursor }, async () => {});
    const value = await work(sheets);
    await sheets.close(database);
    return { value };
  }
}
