import { delay as wait } from '../../http/delay';
import type { KubernetesClient } from '../../kubernetes/types';
import { DEFAULT_LIMITS, type StoreLimits } from '../limits';
import { type Store, StoreConflict, StoreFenced } from '../types';
import { createConfigMapApi } from './api';
import { applyChanges } from './apply';
import type { Loaded } from './assemble';
import { createBlobs } from './blobs';
import { follow, nudge } from './follow';
import { createLease } from './lease';
import { type ShardCache, load } from './load';
import { createQueue } from './queue';

export type ConfigMapStoreOptions = {
  client: KubernetesClient;
  namespace: string;
  limits?: StoreLimits;
  /** Resolves early, without error, when the signal aborts. */
  delay?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 to below 1; spreads the tries of many readers. */
  random?: () => number;
  /** Milliseconds since some moment in the past. */
  now?: () => number;
};

/** How long a reader waits for a write that is under way, step by step. */
const PATIENCE_MS = [100, 200, 400, 800, 1600, 3000];

/**
 * A store in the ConfigMaps `bac-import-model*` of one namespace.
 *
 * | ConfigMap | holds |
 * |---|---|
 * | `bac-import-model`, `-1`, ... | records, in `binaryData` and nothing else there |
 * | `bac-import-model-blob-0`, ... | long texts by digest, gzipped |
 * | `bac-import-model-state` | what every shard must hold, whether it was ever complete |
 *
 * Needs get, watch, create and update on configmaps. `read` and `apply` are
 * meant for one caller each time; calls of the same instance queue up.
 */
export function createConfigMapStore(options: ConfigMapStoreOptions): Store {
  const { client, namespace, limits = DEFAULT_LIMITS } = options;
  const { delay = wait, random = Math.random } = options;
  const now = options.now ?? (() => performance.now());
  const api = createConfigMapApi(client, namespace);
  const blobs = createBlobs(api, limits);
  const cache: ShardCache = new Map();
  const inTurn = createQueue();
  let current: Loaded | undefined;
  /** The newest that was read or written; texts stay in their places while a write is under way. */
  let newest: Loaded | undefined;
  /** Our own write did not end, so there is nobody to wait for. */
  let unfinished = false;

  const readNow = async (signal?: AbortSignal): Promise<Loaded> => {
    let loaded = await load(api, cache, signal);
    for (const ms of unfinished ? [] : PATIENCE_MS) {
      if (loaded.torn.size === 0 || signal?.aborted) {
        break;
      }
      await delay(ms, signal);
      loaded = await load(api, cache, signal);
    }
    current = loaded;
    newest = loaded;
    return loaded;
  };

  const lease = createLease(api, now, () =>
    inTurn(async () => (current ?? (await readNow())).state?.epoch ?? 0),
  );

  return {
    read: signal => inTurn(async () => (await readNow(signal)).view),
    claim: request => lease.claim(request),
    release: holder => lease.release(holder),
    apply: (changes, revision, epoch) =>
      inTurn(async () => {
        let loaded = current ?? (await readNow());
        if (loaded.view.revision !== revision) {
          loaded = await readNow();
        }
        if (loaded.view.revision !== revision) {
          throw new StoreConflict(
            `The store in namespace ${namespace} is at revision ${loaded.view.revision}, not at ${revision}; read it again`,
          );
        }
        const newestEpoch = loaded.state?.epoch ?? 0;
        if (epoch !== undefined && epoch < newestEpoch) {
          throw new StoreFenced(
            `The store in namespace ${namespace} was claimed anew (epoch ${newestEpoch}, this writer has ${epoch}); stop writing`,
          );
        }
        current = undefined;
        unfinished = true;
        const outcome = await applyChanges({
          api,
          blobs,
          cache,
          limits,
          loaded,
          changes,
          epoch,
        });
        unfinished = false;
        current = outcome.loaded;
        newest = outcome.loaded;
        if (outcome.refusal) {
          throw outcome.refusal;
        }
        return current.view;
      }),
    blob: async digest => {
      const { blobs: places } = newest ?? (await inTurn(() => readNow()));
      const number = places.get(digest);
      return number === undefined ? undefined : blobs.get(digest, number);
    },
    follow: async (signal, onChange) => {
      const isKnown = (version: string) =>
        inTurn(
          async () => current?.stateMap?.metadata.resourceVersion === version,
        );
      await Promise.all([
        follow({ api, signal, onChange, delay, random, isKnown }),
        nudge({ signal, onChange, delay }, () => !!current?.torn.size),
      ]);
    },
  };
}
