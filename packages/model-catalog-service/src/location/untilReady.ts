import { performance } from 'node:perf_hooks';
import type { LocationContent } from './content';
import { notYet } from './gate';

/**
 * Lets a request that may wait do so until there is something to answer, so
 * that its reader learns of a first sync at once.
 *
 * @returns why there is nothing to answer, when the time is over or too many wait
 */
export async function untilReady(
  content: Pick<LocationContent, 'state' | 'waiting'>,
  { waitMs, signal }: { waitMs: number; signal: AbortSignal },
): Promise<string | undefined> {
  const end = performance.now() + waitMs;
  let reason = notYet(content.state());
  // Whatever is new wakes all that wait: the state of another source too.
  while (reason !== undefined && !signal.aborted) {
    const left = end - performance.now();
    const news = left > 0 ? content.waiting.next(left, signal) : undefined;
    if (!news) {
      return reason;
    }
    await news;
    reason = notYet(content.state());
  }
  return reason;
}
