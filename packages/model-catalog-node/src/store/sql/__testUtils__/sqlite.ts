import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SqlHarness, sqlHarness } from './sqlHarness';

/** A store in a new SQLite file. */
export async function sqliteHarness(): Promise<SqlHarness> {
  const dir = await mkdtemp(join(tmpdir(), 'store-'));
  const harness = await sqlHarness({
    client: 'better-sqlite3',
    connection: { filename: join(dir, 'store.sqlite') },
    useNullAsDefault: true,
  });
  return {
    ...harness,
    close: async () => {
      await harness.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
