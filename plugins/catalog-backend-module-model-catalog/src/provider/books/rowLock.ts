import { PROVIDERS } from './migrations';
import { readCursorRow } from './rows';
import type { Cursor, Database, Transaction } from './types';

/**
 * After this PostgreSQL itself ends a session that holds the lock and says
 * nothing: a machine that is cut off does not close its connections.
 */
const SILENCE = '120s';

/** The row of a provider, locked in all processes until it is given back. */
export type RowLock = {
  cursor: Cursor;
  tx: Transaction;
};

/** One round trip: each one waits for its turn in a busy backend. */
async function lockedRow(tx: Transaction, name: string) {
  return tx(PROVIDERS)
    .where({ name })
    .select(
      'revision',
      'held',
      tx.raw('extract(epoch from now() - moved_at) as age'),
      tx.raw('extract(epoch from now() - compared_at) as compared_age'),
      tx.raw(
        `set_config('idle_in_transaction_session_timeout', '${SILENCE}', true)`,
      ),
    )
    .forUpdate()
    .skipLocked()
    .first();
}

/**
 * Locks the row of a provider, without waiting for it.
 *
 * The lock is one of a transaction: it ends with the connection, so with the
 * process, and a pooler may be in between.
 *
 * @returns `undefined` while another process has it
 */
export async function lockRow(
  database: Database,
  name: string,
): Promise<RowLock | undefined> {
  const tx = await database.transaction();
  try {
    const row = await lockedRow(tx, name);
    if (row !== undefined) {
      return { cursor: readCursorRow(row), tx };
    }
    await tx.rollback();
    return undefined;
  } catch (error) {
    // The first error says more than that there is nothing to roll back.
    await tx.rollback().catch(() => undefined);
    throw error;
  }
}
