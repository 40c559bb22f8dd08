import { setTimeout } from 'node:timers/promises';

/** Repeats an assertion until it holds, and throws its last failure after a while. */
export async function waitFor(
  assertion: () => Promise<void> | void,
  limitMs = 30_000,
) {
  const end = Date.now() + limitMs;
  for (;;) {
    try {
      await assertion();
      return;
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
      await setTimeout(50);
    }
  }
}
