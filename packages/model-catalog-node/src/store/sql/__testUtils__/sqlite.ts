import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod/v4';
import { type SqlHarness, sqlHarness } from './sqlHarness';

/** The driver of SQLite; it waits without letting anything else run. */
type Connection = { pragma(text: string): unknown };
const Connection = z.custom<Connection>(
  value => typeof value === 'object' && value !== null && 'pragma' in value,
);

/** A store in a new SQLite file. */
export async function sqliteHarness(): Promise<SqlHarness> {
  const dir = await mkdtemp(join(tmpdir(), 'store-'));
  const harness = await sqlHarness({
    client: 'better-sqlite3',
    connection: { filename: join(dir, 'store.sqlite') },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: unknown, done: () => void) => {
        Connection.parse(connection).pragma('busy_timeout = 20');
        done();
      },
    },
  });
  return {
    ...harness,
    close: async () => {
      await harness.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
