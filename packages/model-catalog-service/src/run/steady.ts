import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Milliseconds since the start, on the clock of elections: it goes on evenly,
 * whatever is done to the time of day, or to the clock by which everything
 * else waits.
 */
export const steadyNow = () => performance.now();

/** Waits on that clock; resolves early, without error, when the signal aborts. */
export async function delay(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
