import type { Knex } from 'knex';
import type { Layout } from './layout';

/** A database and where our tables are in it. */
export type Database = {
  knex: Knex;
  layout: Layout;
  /** For messages: which database, of which host; no password. */
  where: string;
};

type Rows = Knex.QueryBuilder<Record<string, unknown>, unknown[]>;

/** What is done inside of one transaction. */
export type Transaction = {
  trx: Knex.Transaction;
  layout: Layout;
  from(table: Parameters<Layout['table']>[0]): Rows;
};

/** Longest time of one statement, of waiting for another's lock, and of holding one idly. */
const LIMITS = {
  statement_timeout: '60s',
  lock_timeout: '5s',
  idle_in_transaction_session_timeout: '10s',
};

/**
 * Runs `task` in one transaction. Everything is bounded by settings of the
 * transaction, since a pooler gives the next one another connection.
 *
 * | kind | sees | locks |
 * |---|---|---|
 * | read | one state of all tables | nothing |
 * | write | the newest | the state row, once `readState` is asked to |
 */
export function inTransaction<T>(
  { knex, layout }: Database,
  kind: 'read' | 'write',
  task: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const { isPostgres, table } = layout;
  const snapshot =
    isPostgres && kind === 'read'
      ? ({ isolationLevel: 'repeatable read', readOnly: true } as const)
      : {};
  return knex.transaction(async trx => {
    if (isPostgres) {
      const names = Object.entries(LIMITS);
      const calls = names.map(() => 'set_config(?, ?, true)').join(', ');
      await trx.raw(`select ${calls}`, names.flat());
    } else if (kind === 'write') {
      // SQLite: takes the right to write at once, instead of failing later on.
      await trx.raw('update ?? set id = id where 1 = 0', [table('state')]);
    }
    return task({ trx, layout, from: name => trx(table(name)) });
  }, snapshot);
}
