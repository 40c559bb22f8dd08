import {
  createConfigMapStore,
  createMemoryStore,
  type Store,
  type StoreView,
} from '@model-catalog/node';
import type { Config } from '../config/config';
import { type Kubernetes, storeNamespace } from './kubernetes';
import { delay } from './shell';

/** The store that the configuration asks for. */
export function openStore(config: Config, kubernetes: Kubernetes): Store {
  return config.storage === 'Memory'
    ? createMemoryStore()
    : createConfigMapStore({
        client: kubernetes.client,
        namespace: storeNamespace(kubernetes),
      });
}

const RETRY_MS = 1000;

/** Reads the store, trying until it can be read and telling each failure; `undefined` when stopped before. */
export async function readFirst(
  store: Store,
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
      failures += 1;
      await delay(Math.min(30_000, RETRY_MS * 2 ** (failures - 1)), signal);
    }
  }
  return undefined;
}
