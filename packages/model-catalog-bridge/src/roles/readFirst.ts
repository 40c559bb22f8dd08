import type { Store, StoreView } from '@model-catalog/node';
import { delay } from './shell';

const RETRY_MS = 250;
const LONGEST_RETRY_MS = 30_000;

/** Reads the store, trying until it can be read and telling each failure; `undefined` when stopped before. */
export async function readFirst(
  store: Pick<Store, 'read'>,
  onError: (error: unknown) => void,
  signal: AbortSignal,
): Promise<StoreView | undefined> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      return await store.read(signal);
    } catch (error) {
      if (signal.aborted) {
        return undefined;
      }
      onError(error);
      const ms = Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** failures);
      failures += 1;
      await delay(ms, signal);
    }
  }
  return undefined;
}
