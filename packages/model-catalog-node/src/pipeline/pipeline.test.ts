import { aDeployment, aServer, aVersion } from '../__testUtils__/builders';
import { fakeSource } from '../__testUtils__/fakeSource';
import { DEFAULT_REMOVAL_POLICY } from '../plan/policy';
import type {
  CatalogModel,
  InferenceServer,
  RegistryObject,
} from '../sources/objects';
import type { SourceEvent } from '../sources/types';
import {
  createMemoryBacking,
  createMemoryStore,
  type MemoryBacking,
} from '../store/memory';
import { type Store, StoreConflict } from '../store/types';
import { Pipeline } from './pipeline';

const SERVER = 'server/local/demo/inferenceservice/granite';
const VERSION = 'version/public/granite-3.1-8b/1.0';

function world(backing: MemoryBacking = createMemoryBacking()) {
  const kserve = fakeSource<InferenceServer>('kserve', 'listed');
  const registry = fakeSource<RegistryObject>('model-registry/public', 'never');
  const catalog = fakeSource<CatalogModel>('model-catalog', 'listed');
  const events: SourceEvent[] = [];
  const store = createMemoryStore({ backing });

  /** Runs the pipeline until it has gone round once. */
  async function settle(pipeline: Pipeline) {
    const stop = new AbortController();
    const running = pipeline.run(stop.signal);
    await new Promise(resolve => setImmediate(resolve));
    stop.abort();
    await running;
    return pipeline.state();
  }
  function start(over: Store = store) {
    return new Pipeline(
      () => ({
        servers: [{ resource: 'inferenceservice', source: kserve }],
        registries: [{ name: 'public', source: registry }],
        catalogs: [{ name: 'model-catalog', source: catalog }],
      }),
      over,
      {
        now: () => 0,
        delay: async (_ms, signal) => {
          await new Promise<void>(resolve => {
            signal.addEventListener('abort', () => resolve());
          });
        },
        log: event => events.push(event),
        normalise: {
          cluster: 'local',
          defaultOwner: 'team',
          defaultLifecycle: 'development',
        },
        removals: DEFAULT_REMOVAL_POLICY,
      },
    );
  }
  return { kserve, registry, catalog, events, store, backing, start, settle };
}

const keysOf = (backing: MemoryBacking) => [...backing.records.keys()].sort();

it('stores nothing before every source has been tried', async () => {
  const { kserve, registry, backing, start, settle } = world();
  kserve.complete([aServer()]);
  registry.complete([aVersion()]);

  const state = await settle(start());

  expect(state.firstRunDone).toBe(false);
  expect(backing.writes).toBe(0);
});

it('writes the first run once, and a second identical one not at all', async () => {
  const { kserve, registry, catalog, events, backing, start, settle } = world();
  kserve.complete([aServer()]);
  registry.complete([aVersion(), aDeployment()]);
  catalog.complete([]);
  const pipeline = start();

  const first = await settle(pipeline);
  const writes = backing.writes;
  events.length = 0;
  const second = await settle(pipeline);

  expect(first.firstRunDone).toBe(true);
  expect(keysOf(backing)).toEqual([SERVER, VERSION]);
  expect(writes).toBeGreaterThan(0);
  expect(backing.writes).toBe(writes);
  expect(second.view?.revision).toBe(first.view?.revision);
  expect(events).toHaveLength(1);
});

describe('with the registry down', () => {
  const before = () => {
    const all = world();
    all.kserve.complete([aServer()]);
    all.registry.complete([
      aVersion({ modelDescription: 'IBM Granite' }),
      aDeployment(),
    ]);
    all.catalog.complete([]);
    return all;
  };

  it.each(['in the same process', 'after a restart'])(
    'keeps its fields and lets a new URL of the server through, %s',
    async when => {
      const { kserve, registry, backing, start, settle } = before();
      const pipeline = start();
      await settle(pipeline);

      registry.fail();
      kserve.complete([aServer({ externalUrl: 'https://new.example.com' })]);
      await settle(when === 'after a restart' ? start() : pipeline);

      expect(keysOf(backing)).toEqual([SERVER, VERSION]);
      expect(backing.records.get(SERVER)?.record).toMatchObject({
        models: [VERSION],
        server: {
          description: 'IBM Granite',
          API: { url: 'https://new.example.com' },
        },
      });
    },
  );

  it('removes a server that was deleted, and not its model', async () => {
    const { kserve, registry, backing, start, settle } = before();
    const pipeline = start();
    await settle(pipeline);

    registry.fail();
    kserve.complete([]);
    await settle(pipeline);

    expect(keysOf(backing)).toEqual([VERSION]);
  });

  it('heals by itself', async () => {
    const { registry, backing, start, settle } = before();
    const pipeline = start();
    await settle(pipeline);
    registry.fail();
    await settle(pipeline);

    registry.complete(
      [aVersion({ id: 'public/1/3', versionId: '3', versionName: '2.0' })],
      ['public/1/2'],
    );
    await settle(pipeline);

    expect(keysOf(backing)).toContain('version/public/granite-3.1-8b/2.0');
    expect(keysOf(backing)).not.toContain(VERSION);
  });
});

describe('after a restart', () => {
  it('with every source down, nothing leaves the store', async () => {
    const { kserve, registry, catalog, backing, start, settle } = world();
    kserve.complete([aServer()]);
    registry.complete([aVersion(), aDeployment()]);
    catalog.complete([]);
    await settle(start());
    const { revision, writes } = backing;

    kserve.fail();
    registry.fail();
    catalog.fail();
    const state = await settle(start());

    expect(keysOf(backing)).toEqual([SERVER, VERSION]);
    expect(backing.revision).toBe(revision);
    // That they fail is said once.
    expect(backing.writes).toBe(writes + 1);
    expect(state.firstRunDone).toBe(true);
  });
});

describe('the guard', () => {
  it('keeps what is gone all at once, and says which option decides', async () => {
    const { kserve, registry, catalog, events, backing, start, settle } =
      world();
    const servers = Array.from({ length: 6 }, (_, i) =>
      aServer({ name: `s${i}` }),
    );
    kserve.complete(servers);
    registry.complete([]);
    catalog.complete([]);
    const pipeline = start();
    await settle(pipeline);

    kserve.complete([]);
    const state = await settle(pipeline);

    expect(backing.records.size).toBe(12);
    expect(state.lastRun?.refused).toMatchObject({ kserve: { length: 6 } });
    expect(events.map(({ message }) => message).join()).toContain(
      '--max-removal-share',
    );
  });
});

describe('a store that fails', () => {
  it('keeps the last view and says why; then all heals', async () => {
    const { kserve, registry, catalog, backing, start, settle, ...rest } =
      world();
    const { store, events } = rest;
    kserve.complete([aServer()]);
    registry.complete([]);
    catalog.complete([]);
    let isBroken = false;
    const flaky: Store = {
      ...store,
      apply: async (changes, revision) => {
        if (isBroken) {
          throw new Error('ConfigMap bac-import-model: forbidden');
        }
        return store.apply(changes, revision);
      },
    };
    const pipeline = start(flaky);
    await settle(pipeline);

    isBroken = true;
    kserve.complete([aServer(), aServer({ name: 'second' })]);
    await settle(pipeline);
    const broken = await settle(pipeline);
    const told = events.filter(({ level }) => level === 'error');
    isBroken = false;
    const healed = await settle(pipeline);

    expect(broken.storeError).toContain('forbidden');
    // Once, however often it is tried.
    expect(told).toHaveLength(1);
    expect(broken.view?.records.size).toBe(2);
    expect(healed.storeError).toBeUndefined();
    expect(backing.records.size).toBe(4);
  });

  it('is planned against again when somebody else was faster', async () => {
    const { kserve, registry, catalog, backing, start, settle, store } =
      world();
    kserve.complete([aServer()]);
    registry.complete([]);
    catalog.complete([]);
    let conflicts = 1;
    const contested: Store = {
      ...store,
      apply: async (changes, revision) => {
        conflicts -= 1;
        if (conflicts >= 0) {
          throw new StoreConflict('changed in between');
        }
        return store.apply(changes, revision);
      },
    };
    const pipeline = start(contested);
    const first = await settle(pipeline);
    const second = await settle(pipeline);

    expect(first.storeError).toBeUndefined();
    expect(second.firstRunDone).toBe(true);
    expect(backing.records.size).toBe(2);
  });
});

describe('a second process on the same store', () => {
  it('loses nothing that the first learned of a source that fails here', async () => {
    const here = world();
    here.kserve.complete([aServer()]);
    here.registry.fail();
    here.catalog.complete([]);
    const pipeline = here.start();
    await here.settle(pipeline);

    const there = world(here.backing);
    there.kserve.complete([aServer()]);
    there.registry.complete([aVersion()]);
    there.catalog.complete([]);
    await there.settle(there.start());
    here.kserve.complete([aServer({ displayName: 'Granite' })]);
    await here.settle(pipeline);
    await here.settle(pipeline);

    expect(keysOf(here.backing)).toContain(VERSION);
  });
});
