import { type ConfigMapHarness, storedModel } from '../../__testUtils__';
import type { KubernetesClient } from '../../../kubernetes';
import type { Changes, Store } from '../../types';

/** Small, so that a few records take several ConfigMaps. */
export const SMALL = { fillBytes: 8_000, maxBytes: 16_000 };
export const STATE = 'bac-import-model-state';

/** Reads, and applies changes to what was read. */
export async function change(store: Store, more: Partial<Changes>) {
  const { revision, completedSources } = await store.read();
  const nothing = { upsert: [], remove: [], blobs: new Map() };
  return store.apply({ ...nothing, completedSources, ...more }, revision);
}

export const models = (count: number, more = {}) =>
  Array.from({ length: count }, (_, index) =>
    storedModel(`version/main/granite/${index}`, more),
  );

/** Where each record's ConfigMap key lies; none may lie twice. */
export async function placesOf(harness: ConfigMapHarness) {
  const places = new Map<string, string>();
  for (const { metadata, binaryData } of await harness.maps()) {
    for (const key of Object.keys(binaryData ?? {})) {
      expect(places.has(key)).toBe(false);
      places.set(key, metadata.name);
    }
  }
  return places;
}

/** Calls `before` with the number of each write, counted from 1, before it is made. */
export function intercepted(
  client: KubernetesClient,
  before: (write: number) => Promise<void>,
): KubernetesClient {
  let writes = 0;
  const next = async () => {
    writes += 1;
    await before(writes);
  };
  return {
    ...client,
    create: async (...call) => {
      await next();
      return client.create(...call);
    },
    replace: async (...call) => {
      await next();
      return client.replace(...call);
    },
  };
}

/** What became of a write: `written`, or its error. */
export const outcomeOf = (writing: Promise<unknown>) =>
  writing.then(
    () => 'written' as const,
    (error: unknown) => error,
  );
