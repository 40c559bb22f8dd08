import { setTimeout as delay } from 'timers/promises';

/** How long to wait, and for what, in words for the error. */
export interface WaitOptions {
  readonly what: string;
  readonly timeoutMs: number;
  readonly intervalMs?: number;
}

/**
 * Asks until the answer is no longer undefined, then returns it.
 *
 * @throws Error that names what was waited for, and how long
 */
export async function waitFor<T>(
  ask: () => Promise<T | undefined>,
  { what, timeoutMs, intervalMs = 50 }: WaitOptions,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() >= deadline) {
      throw new Error(`${what}: not so after ${timeoutMs / 1000} s`);
    }
    await delay(intervalMs);
  }
}
