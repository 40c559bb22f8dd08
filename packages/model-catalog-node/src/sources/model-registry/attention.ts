import { LISTS, type ListName } from './lists';

/** When a list moved last, and when it was read last; milliseconds. */
type Noted = { movedAt: number; readAt: number };

/** How much attention each list still needs. */
export type Attention = ReadonlyMap<ListName, Noted>;

/** All lists were read, and any row may have come in between. */
export function afterSweep(now: number): Attention {
  return new Map(LISTS.map(list => [list, { movedAt: now, readAt: now }]));
}

/** Some lists were read; of these `moved` had moved. */
export function afterRead(
  before: Attention,
  read: { lists: readonly ListName[]; moved: readonly ListName[] },
  now: number,
): Attention {
  const after = new Map(before);
  for (const list of read.lists) {
    const movedAt = read.moved.includes(list)
      ? now
      : before.get(list)?.movedAt ?? now;
    after.set(list, { movedAt, readAt: now });
  }
  return after;
}

/**
 * The list that is to be read once more although its newest row has not moved,
 * one at a time, the one that waits longest.
 *
 * | list | read again |
 * |---|---|
 * | moved, not read since the overlap has passed | after the poll interval: a row that was on its way may carry an older stamp than those that were seen |
 * | damaged | after each poll interval, until it heals |
 * | any other | no: whatever comes makes its newest row move |
 */
export function listDue(
  attention: Attention,
  damaged: ReadonlySet<ListName>,
  {
    now,
    pollIntervalMs,
    overlapMs,
  }: { now: number; pollIntervalMs: number; overlapMs: number },
): ListName | undefined {
  const due = [...attention].filter(
    ([list, { movedAt, readAt }]) =>
      now - readAt >= pollIntervalMs &&
      (damaged.has(list) || readAt - movedAt < overlapMs),
  );
  return due.sort(([, a], [, b]) => a.readAt - b.readAt)[0]?.[0];
}
