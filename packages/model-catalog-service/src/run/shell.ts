import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Milliseconds since the epoch, as the clock said when this process started,
 * going on evenly since: whoever is due in a minute is due in a minute even if
 * somebody sets the clock back meanwhile.
 */
export const now = () => performance.timeOrigin + performance.now();

/** Resolves after `ms`, or early and without error when the signal aborts. */
export async function delay(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}

/**
 * Runs loops that belong together: when one of them fails, the others are
 * stopped too, and the failure is thrown once all have ended.
 */
export async function together(
  signal: AbortSignal,
  loops: readonly ((signal: AbortSignal) => Promise<void>)[],
): Promise<void> {
  const failure = new AbortController();
  const all = AbortSignal.any([signal, failure.signal]);
  const results = await Promise.allSettled(
    loops.map(async loop => {
      try {
        await loop(all);
      } catch (error) {
        failure.abort();
        throw error;
      }
    }),
  );
  const failed = results.find(result => result.status === 'rejected');
  if (failed) {
    throw failed.reason;
  }
}
