import type { Knex } from 'knex';
import type { Layout, TableName } from './layout';

export type Migration = {
  name: string;
  up(trx: Knex.Transaction, layout: Layout): Promise<void>;
};

/**
 * The tables, step by step; what was released is never changed. Each step can
 * be taken again and then adds what is missing: somebody may drop a table.
 *
 * | table | a row is |
 * |---|---|
 * | state | what holds for all: one row |
 * | lease | who may write: one row |
 * | records | a record as JSON; without `body`, one that was removed |
 * | texts | a long text, gzipped, under its digest |
 *
 * `changed` is the version of the write that last touched a row.
 */
export const MIGRATIONS: readonly Migration[] = [
  { name: '2026-11-first-tables', up: firstTables },
];

async function firstTables(trx: Knex.Transaction, layout: Layout) {
  const { table } = layout;
  const schema = () =>
    layout.schema ? trx.schema.withSchema(layout.schema) : trx.schema;
  const create = async (
    name: TableName,
    columns: (of: Knex.CreateTableBuilder) => void,
  ) => {
    const own = layout.schema ? name : table(name);
    if (!(await schema().hasTable(own))) {
      await schema().createTable(own, columns);
    }
  };

  await create('state', of => {
    of.integer('id').primary();
    of.text('store').notNullable();
    of.bigInteger('version').notNullable();
    of.bigInteger('revision').notNullable();
    of.bigInteger('horizon').notNullable();
    of.bigInteger('epoch').notNullable();
    of.boolean('synced').notNullable();
    of.integer('records').notNullable();
    of.integer('damaged').notNullable();
    of.integer('texts').notNullable();
    of.text('completed_sources').notNullable();
    of.text('status');
  });
  await create('lease', of => {
    of.integer('id').primary();
    of.text('holder').notNullable();
    of.bigInteger('epoch').notNullable();
    of.bigInteger('renewals').notNullable();
    of.bigInteger('renewed_at_ms').notNullable();
    of.integer('ttl_ms').notNullable();
  });
  await create('records', of => {
    // The digest of the key: a key may be long, and hold what no column takes.
    of.string('id', 64).primary();
    of.text('key').notNullable();
    of.bigInteger('changed').notNullable().index();
    of.string('digest', 64);
    of.text('body');
  });
  await create('texts', of => {
    of.string('digest', 64).primary();
    of.bigInteger('changed').notNullable().index();
    of.binary('gzip').notNullable();
  });
}
