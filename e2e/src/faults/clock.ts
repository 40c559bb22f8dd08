import { untilIdle } from './rig/inFlight';

/**
 * Time for everything that waits in this process. It stands still unless
 * somebody lets it pass; then it goes from one waiter to the next, and at each
 * stop the requests that began there come to their end.
 */
const started = Date.now();
let passed = 0;
/** What is wrong with the clock on the wall; timers do not notice. */
let skew = 0;
let sequence = 0;

interface Waiter {
  readonly until: number;
  readonly order: number;
  readonly done: () => void;
}

const waiting = new Set<Waiter>();

/** Waiters that are due within this of each other are woken together; milliseconds. */
const TOGETHER_MS = 200;

/**
 * Milliseconds since the epoch, as the clock on the wall says.
 *
 * @public (put in place of `Date.now` by the bundle of the suite)
 */
export const timeOfDay = () => started + passed + skew;

/** The time in the cluster, whose clocks are right. */
export const clusterTime = () => new Date(started + passed);

/** Milliseconds since the start, on a clock that nobody can set. */
export const elapsed = () => passed;

/**
 * Resolves after `ms`, or early and without error when the signal aborts.
 *
 * @public (put in place of the bridge's own by the suite)
 */
export async function delay(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) {
    return;
  }
  await new Promise<void>(resolve => {
    sequence += 1;
    const waiter = {
      until: passed + Math.max(ms, 1),
      order: sequence,
      done: () => {
        waiting.delete(waiter);
        signal?.removeEventListener('abort', waiter.done);
        resolve();
      },
    };
    waiting.add(waiter);
    signal?.addEventListener('abort', waiter.done, { once: true });
  });
}

function nextDue(): number {
  let due = Infinity;
  for (const { until } of waiting) {
    due = Math.min(due, until);
  }
  return due;
}

function wakeDue(): void {
  const due = [...waiting].filter(({ until }) => until <= passed);
  due.sort((a, b) => a.until - b.until || a.order - b.order);
  for (const { done } of due) {
    done();
  }
}

/** Lets time pass; `until` ends it early. Gives the milliseconds that passed. */
export async function pass(
  ms: number,
  until: () => boolean = () => false,
): Promise<number> {
  const from = passed;
  const end = from + ms;
  await untilIdle();
  while (passed < end && !until()) {
    const next = Math.min(nextDue() + TOGETHER_MS, end);
    passed += Math.max(next - passed, 0);
    wakeDue();
    await untilIdle();
  }
  return passed - from;
}

/** Sets the clock on the wall forward or back. */
export function jump(ms: number): void {
  skew += ms;
}

const STRIDE_MS = 50;
const PATIENCE_MS = 600_000;

/** Lets time pass until something has ended that may wait by the clock. */
export async function passUntil<T>(work: Promise<T>): Promise<T> {
  const state = { isOver: false };
  const isOver = () => state.isOver;
  const over = work.finally(() => {
    state.isOver = true;
  });
  const limit = passed + PATIENCE_MS;
  await untilIdle();
  while (!isOver() && passed < limit) {
    await pass(STRIDE_MS, isOver);
  }
  if (!isOver()) {
    throw new Error('Something has not ended in ten minutes');
  }
  return await over;
}
