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

/** PostgreSQL cuts longer names off. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

/**
 * | database | tables |
 * |---|---|
 * | PostgreSQL | `<schema>.records`, ... |
 * | SQLite | `<schema>_records`, ... |
 *
 * @throws StoreError for another database, or a name that would need quoting
 */
export function layoutOf(knex: Knex, schema = DEFAULT_SCHEMA): Layout {
  if (!NAME.test(schema)) {
    throw new StoreError(
      `"${schema}" cannot be the schema of the store; take letters, digits and _, at most 63`,
    );
  }
  // Knex gives its client no type.
  const dialect = String(knex.client.dialect);
  if (dialect === 'postgresql') {
    return { isPostgres: true, schema, table: name => `${schema}.${name}` };
  }
  if (dialect === 'sqlite3') {
    return { isPostgres: false, table: name => `${schema}_${name}` };
  }
  throw new StoreError(
    `The store is kept in PostgreSQL or SQLite, not in ${dialect}`,
  );
}

/** Two numbers that name the lock of our migrations among all that use the same database. */
export function lockOf(layout: Layout): [number, number] {
  const digest = Buffer.from(
    digestOf(`model-catalog ${layout.schema ?? ''}`),
    'hex',
  );
  return [digest.readInt32BE(0), digest.readInt32BE(4)];
}
