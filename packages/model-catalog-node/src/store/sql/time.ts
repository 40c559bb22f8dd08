import { z } from 'zod/v4';
import type { Transaction } from './database';

const NowRow = z.object({ now_ms: z.coerce.number() });

/** The database's own clock, which all processes share; milliseconds since 1970. */
export async function databaseTime({
  trx,
  layout,
}: Pick<Transaction, 'trx' | 'layout'>): Promise<number> {
  const sql = layout.isPostgres
    ? 'extract(epoch from clock_timestamp()) * 1000'
    : "(julianday('now') - 2440587.5) * 86400000";
  const row: unknown = await trx.select(trx.raw(`${sql} as now_ms`)).first();
  return Math.round(NowRow.parse(row).now_ms);
}
