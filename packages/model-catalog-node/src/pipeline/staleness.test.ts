import { fakeSource } from '../__testUtils__/fakeSource';
import { DEFAULT_REMOVAL_POLICY } from '../plan/policy';
import type { InferenceServer } from '../sources/objects';
import { createMemoryBacking, createMemoryStore } from '../store/memory';
import { Pipeline } from './pipeline';

it('reads the store again when it was changed while it was being read', async () => {
  const backing = createMemoryBacking();
  const store = createMemoryStore({ backing });
  const stop = new AbortController();
  let reads = 0;
  const read = async () => {
    reads += 1;
    const view = await store.read();
    if (reads === 1) {
      for (const { onChange } of backing.listeners) {
        onChange();
      }
    }
    return view;
  };
  const pipeline = new Pipeline(
    () => ({
      servers: [
        {
          resource: 'inferenceservice',
          source: fakeSource<InferenceServer>('kserve', 'listed'),
        },
      ],
      registries: [],
      catalogs: [],
    }),
    { ...store, read },
    {
      now: () => 0,
      delay: () => new Promise(resolve => setImmediate(resolve)),
      normalise: {
        cluster: 'local',
        defaultOwner: 'team',
        defaultLifecycle: 'development',
      },
      removals: DEFAULT_REMOVAL_POLICY,
    },
  );

  const running = pipeline.run(stop.signal);
  for (let turn = 0; turn < 10; turn += 1) {
    await new Promise(resolve => setImmediate(resolve));
  }
  stop.abort();
  await running;

  expect(reads).toBe(2);
});
