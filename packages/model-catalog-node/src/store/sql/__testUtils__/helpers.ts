import type { Changes, Store, StoreView } from '../../types';

const NOTHING: Changes = {
  upsert: [],
  remove: [],
  blobs: new Map(),
  completedSources: [],
};

/** Changes with everything left out that is not given. */
export function changesOf(more: Partial<Changes>): Changes {
  return { ...NOTHING, ...more };
}

/** Reads, and applies at what was read. */
export async function change(
  store: Store,
  more: Partial<Changes>,
): Promise<StoreView> {
  return store.apply(changesOf(more), (await store.read()).revision);
}
