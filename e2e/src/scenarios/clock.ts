import { setTimeout as sleep } from 'node:timers/promises';

/** How much faster time passes for the bridge: ten seconds of its day are 100 ms of ours. */
const SPEED = 100;
/** What `pass` skips at once, so that a loop goes round as often as it would; milliseconds. */
const STRIDE_MS = 5000;
/** Of long times the strides are longer. */
const MOST_STRIDES = 150;
/** What is left to the bridge's requests after each stride; milliseconds of ours. */
const BREATH_MS = 4;

const started = Date.now();
let skipped = 0;
const waiting = new Set<{ until: number; done: () => void }>();

/** Milliseconds since the epoch, on the fast clock. */
export const now = () => started + (Date.now() - started) * SPEED + skipped;

/**
 * Waits on the fast clock; resolves early, without error, when the signal aborts.
 *
 * @public (put in place of the bridge's own by the suite)
 */
export async function delay(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) {
    return;
  }
  await new Promise<void>(resolve => {
    const waiter = {
      until: now() + ms,
      done: () => {
        clearTimeout(timer);
        waiting.delete(waiter);
        signal?.removeEventListener('abort', waiter.done);
        resolve();
      },
    };
    const timer = setTimeout(waiter.done, ms / SPEED);
    waiting.add(waiter);
    signal?.addEventListener('abort', waiter.done, { once: true });
  });
}

/** Lets time pass much faster still. */
export async function pass(ms: number): Promise<void> {
  const end = now() + ms;
  const stride = Math.max(STRIDE_MS, ms / MOST_STRIDES);
  while (now() < end) {
    skipped += Math.min(stride, end - now());
    for (const waiter of [...waiting]) {
      if (waiter.until <= now()) {
        waiter.done();
      }
    }
    await sleep(BREATH_MS);
  }
}
