import {
  createMemoryStore,
  RecordsRefused,
  type Store,
  StoreConflict,
  StoreError,
  StoreFenced,
} from '@model-catalog/node';
import { Registry } from 'prom-client';
import { storeMetrics } from './storeMetrics';

const NOTHING = {
  upsert: [],
  remove: [],
  blobs: new Map(),
  completedSources: [],
};

describe('what is asked of a store', () => {
  it.each<[string, Error]>([
    ['conflict', new StoreConflict('written in between')],
    ['fenced', new StoreFenced('another leads')],
    ['refused', new RecordsRefused([{ key: 'k', reason: 'too large' }])],
    ['failed', new StoreError('quota')],
    ['failed', new Error('a bug')],
  ])('is counted as %s, and the error goes on', async (outcome, error) => {
    const registry = new Registry();
    const refusing: Store = {
      ...createMemoryStore(),
      apply: async () => {
        throw error;
      },
    };
    const store = storeMetrics(registry)(refusing);

    await expect(store.apply(NOTHING, '')).rejects.toBe(error);

    expect(await registry.metrics()).toContain(
      `model_catalog_store_operations_total{operation="apply",outcome="${outcome}"} 1`,
    );
  });

  it('is counted as done, with its time, and answered as ever', async () => {
    const registry = new Registry();
    const store = storeMetrics(registry)(createMemoryStore());

    const { revision } = await store.read();
    await store.apply(NOTHING, revision);
    expect(await store.blob('none')).toBeUndefined();

    const text = await registry.metrics();
    for (const operation of ['read', 'apply', 'text']) {
      expect(text).toContain(
        `model_catalog_store_operations_total{operation="${operation}",outcome="done"} 1`,
      );
      expect(text).toContain(
        `model_catalog_store_operation_duration_seconds_count{operation="${operation}"} 1`,
      );
    }
  });
});
