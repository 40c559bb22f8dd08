import { setTimeout as delay } from 'timers/promises';

const POLL_MS = 50;

/**
 * Several suites run at a time, each with a Backstage: what takes a second
 * then takes many. How long things take is measured in `bench/`, and printed
 * by `stopwatch`; what is asserted here is that they happen.
 */
const PATIENCE = 4;

/**
 * Tries `check` until it does not throw; gives what it gave. Fails with what it
 * threw last when that takes longer than `seconds` on a quiet machine, four
 * times that on any other.
 */
export async function within<T>(
  seconds: number,
  check: () => Promise<T> | T,
): Promise<T> {
  const limit = seconds * PATIENCE;
  const deadline = Date.now() + limit * 1000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= deadline) {
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(`Not so after ${limit} s: ${why}`, { cause: error });
      }
    }
    await delay(POLL_MS);
  }
}
