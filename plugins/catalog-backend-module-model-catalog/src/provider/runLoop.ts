import { setTimeout } from 'node:timers/promises';

const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 30_000;

/** Waits, and returns early when the signal fires. */
export type Delay = (ms: number, signal: AbortSignal) => Promise<void>;

/** {@link Delay} by the clock; does not keep the process alive. */
export const clockDelay: Delay = (ms, signal) =>
  setTimeout(ms, undefined, { signal, ref: false }).catch(() => undefined);

/**
 * Milliseconds to wait after the n-th failure in a row: what the other side
 * asks for, as it knows when it will be ready; else doubling. From 1 s to 30 s.
 */
export function backoff(failures: number, retryAfterMs?: number): number {
  const ms = retryAfterMs ?? FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 10);
  return Math.min(Math.max(ms, FIRST_RETRY_MS), MAX_RETRY_MS);
}

export type LoopOptions = {
  /** Does the work, and says in how many milliseconds to do it again. */
  work: (signal: AbortSignal) => Promise<number>;
  onFailure: (error: unknown, failures: number) => number | undefined;
  onRecovery: (failures: number) => void;
  delay: Delay;
  signal: AbortSignal;
};

/**
 * Works until the signal fires. A failure slows it down, a success makes it as
 * quick as before. `onFailure` may say how long the other side asks to wait.
 */
export async function runLoop(options: LoopOptions): Promise<void> {
  const { work, onFailure, onRecovery, delay, signal } = options;
  let failures = 0;
  while (!signal.aborted) {
    let wait: number;
    try {
      wait = await work(signal);
      if (failures > 0) {
        onRecovery(failures);
      }
      failures = 0;
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      failures += 1;
      wait = backoff(failures, onFailure(error, failures));
    }
    await delay(wait, signal);
  }
}
