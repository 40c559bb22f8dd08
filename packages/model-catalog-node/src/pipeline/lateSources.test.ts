import { delay } from '../http';
import { fakeSource, type FakeSource } from '../__testUtils__/fakeSource';
import { eventually } from '../sources/__testUtils__/watchSource';
import type { RegistryObject } from '../sources/objects';
import { createMemoryStore } from '../store/memory';
import { Pipeline } from './pipeline';
import type { PipelineSources } from './types';

type Registry = { name: string; source: FakeSource<RegistryObject> };

const registryOf = (name: string): Registry => ({
  name,
  source: fakeSource<RegistryObject>(`model-registry/${name}`, 'never'),
});

/** A pipeline whose registries come and go by hand. */
function createRig() {
  const stop = new AbortController();
  const state: { sources: PipelineSources | undefined; runs: number } = {
    sources: undefined,
    runs: 0,
  };
  const store = createMemoryStore();
  const pipeline = new Pipeline(() => state.sources, store, {
    now: Date.now,
    delay: (_ms, signal) => delay(1, signal),
    normalise: {
      cluster: 'local',
      defaultOwner: 'nobody',
      defaultLifecycle: 'development',
    },
    removals: { maxShare: 0.5, minCount: 5 },
    onRun: () => {
      state.runs += 1;
    },
  });
  const running = pipeline.run(stop.signal);
  const show = (...registries: Registry[]) => {
    state.sources = {
      servers: [],
      registries,
      catalogs: [],
      helpers: [
        {
          status: () => ({
            id: 'discovery',
            state: 'failed',
            since: '2026-01-01T00:00:00Z',
          }),
        },
      ],
    };
    pipeline.wake();
  };
  return {
    pipeline,
    show,
    /** Waits for one more run. */
    ran: async () => {
      const before = state.runs;
      pipeline.wake();
      await eventually(() => state.runs > before);
    },
    runs: () => state.runs,
    completed: async () => (await store.read()).completedSources,
    end: async () => {
      stop.abort();
      await running;
    },
  };
}

describe('sources that come and go while the pipeline runs', () => {
  it('wait for the first run only, and then hold up nobody', async () => {
    const { show, ran, runs, completed, end } = createRig();
    const first = registryOf('first');
    show(first);
    await delay(20);
    expect(runs()).toBe(0);
    first.source.complete([]);
    await ran();

    show(first, registryOf('late'));
    await ran();
    expect(await completed()).toEqual(['model-registry/first']);
    await end();
  });

  it('are forgotten when they are retired and nothing of them is left', async () => {
    const { show, ran, completed, end } = createRig();
    const [first, second] = [registryOf('first'), registryOf('second')];
    first.source.complete([]);
    second.source.complete([]);
    show(first, second);
    await ran();
    expect(await completed()).toEqual([
      'model-registry/first',
      'model-registry/second',
    ]);
    show(first);
    await ran();
    expect(await completed()).toEqual(['model-registry/first']);
    await end();
  });

  it('are helped by what shows its status and holds nothing up', async () => {
    const { show, ran, pipeline, completed, end } = createRig();
    const first = registryOf('first');
    first.source.complete([]);
    show(first);
    await ran();
    expect(pipeline.state().sources.map(({ id }) => id)).toEqual([
      'model-registry/first',
      'discovery',
    ]);
    expect(await completed()).toEqual(['model-registry/first']);
    await end();
  });
});
