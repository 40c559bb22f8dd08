import { setTimeout } from 'node:timers/promises';

/** Repeats an assertion until it holds, and throws its last failure after 15 seconds. */
export async function waitFor(assertion: () => Promise<void> | void) {
  const end = Date.now() + 15_000;
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
