import {
  isServer,
  type Store,
  type StoreView,
  unpacked,
} from '@model-catalog/node';
import { sourceId } from '../compose/wanted';
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

/**
 * Ids of sources that could be read in an earlier life: as it was written down,
 * and as what they said is stored, where that was lost. One of them that is
 * forbidden or not found now has failed; nothing of it is taken away.
 */
export function readOnce({
  completedSources,
  records,
}: Pick<StoreView, 'completedSources' | 'records'>): Set<string> {
  const ids = new Set(completedSources);
  for (const one of records.values()) {
    const stored = unpacked(one);
    ids.add(stored.record.source);
    if (!isServer(stored) && stored.facets.catalogModel) {
      const { catalog } = stored.facets.catalogModel;
      ids.add(sourceId('model-catalog', catalog));
    }
  }
  return ids;
}
