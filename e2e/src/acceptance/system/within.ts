import { setTimeout as delay } from 'timers/promises';

const POLL_MS = 50;

/**
 * Tries `check` until it does not throw; gives what it gave. Fails with what it
 * threw last when that takes longer than `seconds`.
 */
export async function within<T>(
  seconds: number,
  check: () => Promise<T> | T,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() >= deadline) {
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(`Not so after ${seconds} s: ${why}`, { cause: error });
      }
    }
    await delay(POLL_MS);
  }
}
