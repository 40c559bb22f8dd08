import { setTimeout as delay } from 'timers/promises';

const POLL_MS = 50;

/**
 * Several suites run at a time, each with a Backstage: what takes a second
 * then takes many. How long things take is measured in `bench/`, and printed
 * by `stopwatch`; what is asserted here is that they happen. A suite's own
 * limit must be longer, or jest ends it without saying what was not so.
 */
export const PATIENCE = 4;

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** What `check` gives; `undefined` once the time is over, whatever becomes of it. */
async function inTime<T>(
  ms: number,
  check: () => Promise<T> | T,
): Promise<{ value: T } | undefined> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      (async () => ({ value: await check() }))(),
      delay(ms, undefined, { signal: timer.signal }),
    ]);
  } finally {
    timer.abort();
  }
}

/**
 * Tries `check` until it does not throw; gives what it gave. Fails with what it
 * threw last, or by saying that it hangs, when that takes longer than
 * `seconds` on a quiet machine, four times that on any other.
 */
export async function within<T>(
  seconds: number,
  check: () => Promise<T> | T,
): Promise<T> {
  const limit = seconds * PATIENCE;
  const deadline = Date.now() + limit * 1000;
  const notSo = (why: string, cause?: unknown) =>
    new Error(`Not so after ${limit} s: ${why}`, { cause });
  let last: unknown;
  for (let tries = 1; ; tries += 1) {
    const begun = Date.now();
    try {
      const found = await inTime(Math.max(deadline - begun, POLL_MS), check);
      if (found) return found.value;
    } catch (error) {
      if (Date.now() >= deadline) throw notSo(reasonOf(error), error);
      last = error;
      await delay(POLL_MS);
      continue;
    }
    const took = (Date.now() - begun) / 1000;
    const before = last === undefined ? '' : `; before it: ${reasonOf(last)}`;
    throw notSo(`try ${tries} has not ended for ${took} s${before}`, last);
  }
}
