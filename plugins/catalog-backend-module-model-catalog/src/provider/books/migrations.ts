import type { Database, Transaction } from './types';

const MIGRATIONS = 'model_catalog_migrations';
export const PROVIDERS = 'model_catalog_providers';
export const ENTITIES = 'model_catalog_entities';

/** Any number that no other user of the database is likely to lock. */
const LOCK = 5_724_021;

type Migration = { name: string; up: (tx: Transaction) => Promise<void> };

/** In the order in which they are made; what is released is never changed. */
const migrations: readonly Migration[] = [
  {
    name: '1-books',
    up: async tx => {
      await tx.schema.createTable(PROVIDERS, table => {
        table.string('name', 255).primary();
        table.text('revision').nullable();
        table.text('held').notNullable().defaultTo('{}');
        table.timestamp('moved_at').notNullable().defaultTo(tx.fn.now());
        table.timestamp('compared_at').nullable();
      });
      await tx.schema.createTable(ENTITIES, table => {
        table.string('provider', 255).notNullable();
        table.string('ref', 255).notNullable();
        table.text('record_key').nullable();
        // Keys may be longer than what PostgreSQL puts into an index.
        table.string('key_digest', 64).nullable();
        table.text('source').nullable();
        table.string('hash', 64).nullable();
        table.string('location_key', 255).nullable();
        table.text('conflict').nullable();
        table.primary(['provider', 'ref']);
        table.index(['provider', 'key_digest'], 'model_catalog_entities_key');
      });
    },
  },
];

export function isPostgres(database: Database): boolean {
  return String(database.client.config.client).startsWith('pg');
}

async function migrateIn(tx: Transaction) {
  if (!(await tx.schema.hasTable(MIGRATIONS))) {
    await tx.schema.createTable(MIGRATIONS, table => {
      table.string('name', 255).primary();
      table.timestamp('made_at').notNullable().defaultTo(tx.fn.now());
    });
  }
  const rows = await tx(MIGRATIONS).select('name');
  const made = new Set(rows.map(({ name }: { name: string }) => name));
  for (const { name, up } of migrations.filter(one => !made.has(one.name))) {
    await up(tx);
    await tx(MIGRATIONS).insert({ name });
  }
}

/**
 * Makes the tables, or those that are missing. One transaction, under a lock
 * that ends with it: a process that is killed half way leaves nothing behind,
 * not even the lock, and a pooler may be in between.
 */
export async function migrate(database: Database): Promise<void> {
  await database.transaction(async tx => {
    if (isPostgres(database)) {
      await tx.raw('select pg_advisory_xact_lock(?)', [LOCK]);
    }
    await migrateIn(tx);
  });
}
