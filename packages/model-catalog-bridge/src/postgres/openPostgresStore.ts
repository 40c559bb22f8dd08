import {
  createSqlStore,
  type SqlStoreOptions,
  type Store,
} from '@model-catalog/node';
import type { PostgresSettings } from '../config/postgres';
import { connectionOf } from './connection';

const POOL = { min: 0, max: 4, idleTimeoutMillis: 30_000 };
const ACQUIRE_MS = 15_000;

/** Knex would write to the console; what fails is told by the store's errors. */
const SILENT = {
  warn: () => undefined,
  error: () => undefined,
  deprecate: () => undefined,
  debug: () => undefined,
};

/**
 * The store of `STORAGE_TYPE=PostgreSQL`. Connects at the first use, and again
 * whenever a connection is lost; `close` ends all connections.
 */
export function openPostgresStore(
  settings: PostgresSettings,
  options: Pick<SqlStoreOptions, 'delay' | 'keep' | 'now' | 'pollMs'> = {},
): Store & { close(): Promise<void> } {
  const { user, host, port, database } = settings;
  const knex = loadKnex().knex({
    client: 'pg',
    connection: () => connectionOf(settings),
    pool: POOL,
    acquireConnectionTimeout: ACQUIRE_MS,
    compileSqlOnError: false,
    log: SILENT,
  });
  const store = createSqlStore({
    knex,
    where: `in database "${database}" at ${host}:${port} as "${user}"`,
    ...options,
  });
  return { ...store, close: () => knex.destroy() };
}

/** With its driver it takes memory (5 MB, unbundled 22), which only this store is to pay. */
function loadKnex(): typeof import('knex') {
  // eslint-disable-next-line global-require, @typescript-eslint/no-require-imports
  return require('knex');
}
