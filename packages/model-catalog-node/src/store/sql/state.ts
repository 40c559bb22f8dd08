import { randomBytes } from 'node:crypto';
import { z } from 'zod/v4';
import { SourceStatus } from '@model-catalog/common';
import type { StoreStatus } from '../types';
import type { Transaction } from './database';

/** PostgreSQL gives large numbers as text. */
const count = z.coerce.number().int();

const StateRow = z.object({
  /** Random: a database that was made anew is another store. */
  store: z.string(),
  /** Grows with each write. */
  version: count,
  /** The version that last changed records. */
  revision: count,
  /** Of removals before this version nothing is known any more. */
  horizon: count,
  /** Of the newest claim. */
  epoch: count,
  synced: z.coerce.boolean(),
  /** How many rows there must be. */
  records: count,
  /** How many of these could not be read at the last write. */
  damaged: count,
  texts: count,
  completed_sources: z.string(),
  status: z.string().nullish(),
});
export type StateRow = z.infer<typeof StateRow>;

/** Rows of records that are there, and of texts. */
export type RowCounts = { records: number; texts: number };

const Counted = z.object({ count });

/** The state; `undefined` when somebody deleted it. `lock` keeps all other writers out until the end. */
export async function readState(
  { from, layout }: Transaction,
  lock = false,
): Promise<StateRow | undefined> {
  const query = from('state').where({ id: 1 });
  const rows = await (lock && layout.isPostgres ? query.forUpdate() : query);
  return rows.length > 0 ? StateRow.parse(rows[0]) : undefined;
}

/** How many records and texts are there in truth. */
export async function countRows({
  from,
}: Pick<Transaction, 'from'>): Promise<RowCounts> {
  const of = async (table: 'records' | 'texts', column: string) =>
    Counted.parse((await from(table).count({ count: column }))[0]).count;
  return {
    records: await of('records', 'body'),
    texts: await of('texts', 'digest'),
  };
}

const Newest = z.object({ newest: count.nullish() });

/** The lease knows the newest epoch; 0 where nobody knows. */
async function newestEpoch(transaction: Transaction): Promise<number> {
  const row: unknown = await transaction.from('lease').max({ newest: 'epoch' });
  const [{ newest }] = z.tuple([Newest]).parse(row);
  return newest ?? 0;
}

/**
 * A state for the rows that are there, if there is none.
 */
export async function createState(transaction: Transaction): Promise<void> {
  const { from } = transaction;
  if (await readState(transaction)) {
    return;
  }
  const newest = async (table: 'records' | 'texts') =>
    Newest.parse((await from(table).max({ newest: 'changed' }))[0]).newest ?? 0;
  const version = Math.max(await newest('records'), await newest('texts')) + 1;
  await from('state')
    .insert({
      id: 1,
      store: randomBytes(6).toString('hex'),
      version,
      revision: version,
      horizon: version,
      epoch: await newestEpoch(transaction),
      synced: false,
      ...(await countRows(transaction)),
      damaged: 0,
      completed_sources: '[]',
    })
    .onConflict('id')
    .ignore();
}

const CompletedSources = z.array(z.string());
const Status: z.ZodType<StoreStatus> = z.object({
  sources: z.array(SourceStatus),
  removed: z.array(z.string()),
});

/** What the writer said besides the records; what cannot be read is left out, with an issue. */
export function readSaid(state: StateRow) {
  const issues: string[] = [];
  const read = <T>(
    column: 'completed_sources' | 'status',
    schema: z.ZodType<T>,
  ): T | undefined => {
    const text = state[column];
    if (text === null || text === undefined) {
      return undefined;
    }
    try {
      return schema.parse(JSON.parse(text));
    } catch {
      issues.push(
        `The state's ${column} cannot be read; the next complete run writes it again`,
      );
      return undefined;
    }
  };
  return {
    completedSources: read('completed_sources', CompletedSources) ?? [],
    status: read('status', Status),
    issues,
  };
}
