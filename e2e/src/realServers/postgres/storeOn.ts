import { createSqlStore, type Store } from '@model-catalog/node';
import { knex, type Knex } from 'knex';
import type { PostgresAccess } from './startPostgres';

/** A store with a knex of its own, as another process would have. */
export type StoreOn = { store: Store; knex: Knex; close(): Promise<void> };

/** Opens a store; `more` replaces settings of knex. */
export function storeOn(
  connection: PostgresAccess,
  more: Knex.Config = {},
): StoreOn {
  const own = knex({
    client: 'pg',
    connection,
    pool: { min: 0, max: 4 },
    log: { warn: () => undefined },
    ...more,
  });
  const { database, host, port } = connection;
  const where = `in database "${database}" at ${host}:${port}`;
  const store = createSqlStore({ knex: own, where, pollMs: 20 });
  return { store, knex: own, close: () => own.destroy() };
}
