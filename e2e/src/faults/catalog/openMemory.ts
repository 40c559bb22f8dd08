import createKnex, { type Knex } from 'knex';

/** An empty SQLite, as Backstage opens one. */
export const openMemory = (): Knex =>
  createKnex({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
