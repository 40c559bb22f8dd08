import { z } from 'zod/v4';
import type { Claim, ClaimRequest } from '../types';
import type { Transaction } from './database';
import { readState } from './state';
import { databaseTime } from './time';

const whole = z.coerce.number().int();

const LeaseRow = z.object({
  /** Empty when it was given back. */
  holder: z.string(),
  epoch: whole,
  /** Grows with each renewal. */
  renewals: whole,
  /** By the database's clock. */
  renewed_at_ms: z.coerce.number(),
  ttl_ms: whole,
});
type LeaseRow = z.infer<typeof LeaseRow>;

export type Stopwatch = {
  /** How long, by our own clock, the lease has been as it is. */
  unchangedMs(lease: LeaseRow): number;
  /** Whether there was a holder once, as far as this process has seen. */
  knewHolder(): boolean;
};

export function createStopwatch(now: () => number): Stopwatch {
  let seen: { of: string; at: number } | undefined;
  let hasSeenHolder = false;
  return {
    unchangedMs: ({ epoch, renewals }) => {
      hasSeenHolder ||= renewals > 0;
      const of = `${epoch} ${renewals}`;
      if (seen?.of !== of) {
        seen = { of, at: now() };
      }
      return now() - seen.at;
    },
    knewHolder: () => hasSeenHolder,
  };
}

async function readLease({ from, layout }: Transaction) {
  const query = from('lease').where({ id: 1 });
  const rows = await (layout.isPostgres ? query.forUpdate() : query);
  return rows.length > 0 ? LeaseRow.parse(rows[0]) : undefined;
}

/**
 * Whether the lease of another is over. The database's clock says so at once,
 * also to a process that has just started; our own one says so where the
 * database's clock was set back.
 */
function isOver(
  { renewed_at_ms: renewed, ttl_ms: ttl }: LeaseRow,
  now: number,
  unchangedMs: number,
): boolean {
  return now - renewed >= ttl || unchangedMs >= ttl;
}

/** Whether a process without this lease may have it. */
function mayTake(
  lease: LeaseRow,
  { holder, ttlMs, replaces }: ClaimRequest,
  { now, stopwatch }: { now: number; stopwatch: Stopwatch },
): boolean {
  const unchangedMs = stopwatch.unchangedMs(lease);
  // Where the row was deleted, its holder is given the time to renew.
  if (lease.renewals === 0 && stopwatch.knewHolder()) {
    return unchangedMs >= ttlMs;
  }
  return (
    ['', holder, replaces].includes(lease.holder) ||
    isOver(lease, now, unchangedMs)
  );
}

/** Claims or renews; a renewal touches the lease only, and so waits for no write of records. */
export async function claimLease(
  transaction: Transaction,
  request: ClaimRequest,
  stopwatch: Stopwatch,
): Promise<Claim> {
  const { holder, ttlMs, epoch } = request;
  const { from } = transaction;
  await from('lease')
    .insert({
      ...{ id: 1, holder: '', epoch: 0, renewals: 0 },
      ...{ renewed_at_ms: 0, ttl_ms: 0 },
    })
    .onConflict('id')
    .ignore();
  const lease = await readLease(transaction);
  if (!lease) {
    return { kind: 'taken', holder: 'nobody' };
  }
  const now = await databaseTime(transaction);
  const isOurs =
    (lease.holder === holder && epoch === lease.epoch) ||
    (await isLost(transaction, lease, epoch));
  const isFree = mayTake(lease, request, { now, stopwatch });
  // A renewal by one that was replaced is none.
  if (!isOurs && (!isFree || epoch !== undefined)) {
    return { kind: 'taken', holder: lease.holder || 'nobody' };
  }
  const next =
    isOurs && epoch !== undefined
      ? epoch
      : await raiseEpoch(transaction, lease);
  await from('lease')
    .where({ id: 1 })
    .update({
      ...{ holder, epoch: next, renewals: lease.renewals + 1 },
      ...{ renewed_at_ms: now, ttl_ms: ttlMs },
    });
  return { kind: 'held', epoch: next };
}

/**
 * Somebody deleted the row that says who reigns. The state still knows the
 * epoch, or was deleted too: then nobody else has claimed since.
 */
async function isLost(
  transaction: Transaction,
  { renewals }: LeaseRow,
  epoch: number | undefined,
): Promise<boolean> {
  if (renewals > 0 || epoch === undefined) {
    return false;
  }
  const state = await readState(transaction, true);
  if (state?.epoch === 0) {
    await transaction.from('state').where({ id: 1 }).update({ epoch });
  }
  return state?.epoch === 0 || state?.epoch === epoch;
}

/** Waits for a write of the holder before, and fences all that come later. */
async function raiseEpoch(
  transaction: Transaction,
  lease: LeaseRow,
): Promise<number> {
  const state = await readState(transaction, true);
  const newest = Math.max(lease.epoch, state?.epoch ?? 0);
  // Above all that were given out before everything was deleted.
  const epoch = newest > 0 ? newest + 1 : await databaseTime(transaction);
  await transaction.from('state').where({ id: 1 }).update({ epoch });
  return epoch;
}

/** Gives the lease back, if `holder` has it. */
export async function releaseLease(
  { from }: Transaction,
  holder: string,
): Promise<void> {
  await from('lease').where({ id: 1, holder }).update({ holder: '' });
}
