import type { Knex } from 'knex';
import { digestOf } from '@model-catalog/common';
import { StoreError } from '../types';

export const TABLES = [
  'migrations',
  'state',
  'lease',
  'records',
  'texts',
] as const;
export type TableName = (typeof TABLES)[number];

/** Where the tables are, and in which dialect they are spoken to. */
export type Layout = {
  isPostgres: boolean;
  /** Of PostgreSQL only. */
  schema?: string;
  /** The name of a table as knex quotes it. */
  table(name: TableName): string;
};

export const DEFAULT_SCHEMA = 'model_catalog';

/** Which tables are ours: in a schema of their own, or by what their names begin with. */
export type Place = { schema?: string; tablePrefix?: string };

/** Names of tables and their indexes follow. */
const MAX_PREFIX = 40;

/** PostgreSQL cuts longer names off. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

/**
 * | database | given | tables |
 * |---|---|---|
 * | PostgreSQL | schema | `<schema>.records`, ... |
 * | SQLite | schema | `<schema>_records`, ... |
 * | both | prefix | `<prefix>_records`, ..., in the schema that the connection is in |
 *
 * @throws StoreError for another database, or a name that would need quoting
 */
export function layoutOf(
  knex: Knex,
  { schema = DEFAULT_SCHEMA, tablePrefix }: Place = {},
): Layout {
  if (tablePrefix !== undefined) {
    return withPrefix(knex, tablePrefix);
  }
  if (!NAME.test(schema)) {
    throw new StoreError(
      `"${schema}" cannot be the schema of the store; take letters, digits and _, at most 63`,
    );
  }
  if (isPostgres(knex)) {
    return { isPostgres: true, schema, table: name => `${schema}.${name}` };
  }
  return { isPostgres: false, table: name => `${schema}_${name}` };
}

function withPrefix(knex: Knex, prefix: string): Layout {
  if (!NAME.test(prefix) || prefix.length > MAX_PREFIX) {
    throw new StoreError(
      `The tables of the store cannot begin with "${prefix}"; take letters, digits and _, at most ${MAX_PREFIX}`,
    );
  }
  return { isPostgres: isPostgres(knex), table: name => `${prefix}_${name}` };
}

function isPostgres(knex: Knex): boolean {
  // Knex gives its client no type.
  const dialect = String(knex.client.dialect);
  if (dialect !== 'postgresql' && dialect !== 'sqlite3') {
    throw new StoreError(
      `The store is kept in PostgreSQL or SQLite, not in ${dialect}`,
    );
  }
  return dialect === 'postgresql';
}

/** Two numbers that name the lock of our migrations among all that use the same database. */
export function lockOf(layout: Layout): [number, number] {
  const digest = Buffer.from(
    digestOf(`model-catalog ${layout.schema ?? layout.table('state')}`),
    'hex',
  );
  return [digest.readInt32BE(0), digest.readInt32BE(4)];
}
