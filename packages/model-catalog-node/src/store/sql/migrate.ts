import type { Knex } from 'knex';
import { z } from 'zod/v4';
import { StoreError } from '../types';
import { type Database, inTransaction } from './database';
import { isForbidden, isGone } from './errors';
import { type Layout, lockOf } from './layout';
import { MIGRATIONS } from './migrations';
import { createState } from './state';

const Names = z.array(z.object({ name: z.string() }));

/**
 * Brings the tables to what this release needs. Any number of processes may
 * do so at once: the first one works, the others wait and find it done.
 * `repair` looks for each table, also when all steps have been taken.
 * @throws StoreError with the SQL to run when the role lacks a right
 */
export async function migrate(
  database: Database,
  repair = false,
): Promise<void> {
  const { knex, layout } = database;
  try {
    if (isDone(await applied(knex, layout), database) && !repair) {
      return;
    }
    await (layout.isPostgres
      ? inTransaction(database, 'write', async ({ trx }) => {
          // Ends with the transaction, so a pooler does no harm to it.
          await trx.raw('select pg_advisory_xact_lock(?, ?)', lockOf(layout));
          await createSchema(trx, layout);
          await update(trx, database);
        })
      : knex.transaction(trx => update(trx, database)));
  } catch (error) {
    throw isForbidden(error) ? await missingRight(database) : error;
  }
}

/** Names of the migrations that were applied; `undefined` when there is no table yet. */
async function applied(
  knex: Knex,
  { table }: Layout,
): Promise<Set<string> | undefined> {
  try {
    const rows = Names.parse(await knex(table('migrations')).select('name'));
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    if (isGone(error)) {
      return undefined;
    }
    throw error;
  }
}

function isDone(names: Set<string> | undefined, { where }: Database): boolean {
  const known = new Set(MIGRATIONS.map(({ name }) => name));
  const newer = [...(names ?? [])].filter(name => !known.has(name));
  if (newer.length > 0) {
    throw new StoreError(
      `The tables ${where} were made by a newer release (${newer.join(
        ', ',
      )}); run that release, or drop them to start anew`,
    );
  }
  return names !== undefined && names.size === known.size;
}

async function createSchema(trx: Knex.Transaction, { schema }: Layout) {
  if (schema === undefined) {
    return;
  }
  const found = await trx('pg_namespace').where({ nspname: schema }).first();
  if (!found) {
    await trx.raw('create schema ??', [schema]);
  }
}

async function update(trx: Knex.Transaction, database: Database) {
  const { layout } = database;
  const name = layout.table('migrations');
  await trx.raw(
    'create table if not exists ?? (name varchar(200) primary key, applied_at timestamp not null default current_timestamp)',
    [name],
  );
  for (const migration of MIGRATIONS) {
    await migration.up(trx, layout);
    await trx(name)
      .insert({ name: migration.name })
      .onConflict('name')
      .ignore();
  }
  await createState({ trx, layout, from: table => trx(layout.table(table)) });
}

const Whoami = z.object({
  rows: z.array(z.object({ role: z.string(), database: z.string() })).min(1),
});

async function missingRight({ knex, layout, where }: Database) {
  const answer = Whoami.safeParse(
    await knex
      .raw('select current_user as role, current_database() as database')
      .catch(() => undefined),
  ).data;
  const { role, database } = answer?.rows[0] ?? {
    role: '<role>',
    database: '<database>',
  };
  if (layout.schema === undefined) {
    return new StoreError(
      `The role "${role}" may not make its tables ${where}. Let it do so in the schema that its connection is in: GRANT USAGE, CREATE ON SCHEMA <schema> TO "${role}";`,
    );
  }
  return new StoreError(
    `The role "${role}" may not make its tables ${where}. Either make the schema for it: CREATE SCHEMA IF NOT EXISTS ${layout.schema} AUTHORIZATION "${role}"; or let it do so: GRANT CREATE ON DATABASE "${database}" TO "${role}"; if the schema is there already: GRANT USAGE, CREATE ON SCHEMA ${layout.schema} TO "${role}";`,
  );
}
