import { delay as wait } from '../../http/delay';
import type { KubernetesClient } from '../../kubernetes/types';
import { DEFAULT_LIMITS, type StoreLimits } from '../limits';
import type { StoredRecord } from '../../records/stored';
import type { Store } from '../types';
import { createConfigMapApi } from './api';
import { createBlobs } from './blobs';
import { createCensus } from './census';
import { follow } from './follow';
import { createLease } from './lease';
import { createQueue } from './queue';
import { createSession } from './session';

export type ConfigMapStoreOptions = {
  client: KubernetesClient;
  namespace: string;
  limits?: StoreLimits;
  /** What is kept of each record in memory, see `packStored`; unless given, the record. */
  keep?: (stored: StoredRecord) => StoredRecord;
  /** Resolves early, without error, when the signal aborts. */
  delay?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 to below 1; spreads the tries of many readers. */
  random?: () => number;
  /** Milliseconds since some moment in the past. */
  now?: () => number;
};

/**
 * A store in the ConfigMaps `bac-import-model*` of one namespace.
 *
 * | ConfigMap | holds |
 * |---|---|
 * | `bac-import-model`, `-1`, ... | records, in `binaryData` and nothing else there |
 * | `bac-import-model-blob-0`, ... | long texts by digest, gzipped |
 * | `bac-import-model-state` | what every shard must hold, whether it was ever complete |
 * | `bac-import-model-lease` | who may write |
 *
 * Needs get, list, watch, create and update on configmaps. Reads and writes of
 * one instance queue up; claims do not, as they must not wait for a long write.
 */
export function createConfigMapStore(options: ConfigMapStoreOptions): Store {
  const { client, namespace, limits = DEFAULT_LIMITS } = options;
  const { delay = wait, random = Math.random, keep } = options;
  const now = options.now ?? (() => performance.now());
  const api = createConfigMapApi(client, namespace);
  const census = createCensus();
  const listeners = new Set<() => void>();
  const blobs = createBlobs({ api, census }, limits, () => {
    for (const listener of listeners) {
      listener();
    }
  });
  const inTurn = createQueue();
  const lease = createLease(api, now);
  const session = createSession({
    ...{ api, blobs, census, lease, limits },
    keep: keep ?? (stored => stored),
  });

  return {
    read: signal => inTurn(async () => (await session.read(signal)).view),
    claim: async request => {
      const claim = await lease.claim(request);
      if (claim.kind === 'held') {
        session.writes();
      }
      return claim;
    },
    release: holder => lease.release(holder),
    apply: (changes, revision, epoch) =>
      inTurn(() => session.apply(changes, revision, epoch)),
    blob: async digest => {
      const places =
        session.places() ?? (await inTurn(() => session.read())).blobs;
      const number = places.get(digest);
      return number === undefined ? undefined : blobs.get(digest, number);
    },
    follow: async (signal, onChange) => {
      listeners.add(onChange);
      await follow({ api, census, signal, onChange, delay, random, inTurn });
      listeners.delete(onChange);
    },
  };
}
