import { digestOf } from '@model-catalog/common';
import { aServer, aVersion } from '../__testUtils__/builders';
import { fakeSource } from '../__testUtils__/fakeSource';
import { DEFAULT_REMOVAL_POLICY } from '../plan/policy';
import { blobsOf } from '../records/stored';
import { eventually } from '../sources/__testUtils__/watchSource';
import type { InferenceServer, RegistryObject } from '../sources/objects';
import type { SourceEvent } from '../sources/types';
import { configMapHarness } from '../store/__testUtils__';
import { SMALL } from '../store/configMap/__testUtils__/helpers';
import {
  type Cluster,
  startCluster,
} from '../store/configMap/__testUtils__/startCluster';
import type { StoreView } from '../store/types';
import { Pipeline } from './pipeline';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(async () => {
  await cluster.stop();
});

const SPEC =
  'openapi: 3.1.0\ninfo: {title: Granite, version: "1"}\npaths: {}\n';
const WRITTEN = aServer({
  name: 'written',
  properties: { apispec: 'long' },
  apiSpecDigest: digestOf(SPEC),
});
/** Its version is archived: it is shown with a model of its own. */
const LEFT = aServer({ name: 'left', link: { modelId: '1', versionId: '99' } });
const SERVERS = [
  WRITTEN,
  LEFT,
  ...Array.from({ length: 12 }, (_, i) => aServer({ name: `server-${i}` })),
];
const VERSIONS = Array.from({ length: 12 }, (_, i) =>
  aVersion({ id: `public/1/${i}`, versionId: `${i}`, versionName: `${i}.0` }),
);

/** A pipeline that runs over ConfigMaps that anybody may edit. */
async function running() {
  const harness = await configMapHarness(cluster.client, SMALL);
  const kserve = fakeSource<InferenceServer>('kserve', 'listed');
  const registry = fakeSource<RegistryObject>('model-registry/public', 'never');
  const events: SourceEvent[] = [];
  let hasTexts = true;
  kserve.text = digest =>
    hasTexts && digest === digestOf(SPEC) ? SPEC : undefined;
  kserve.complete(SERVERS);
  registry.complete(VERSIONS);
  const pipeline = new Pipeline(
    () => ({
      servers: [{ resource: 'inferenceservice', source: kserve }],
      registries: [{ name: 'public', source: registry }],
      catalogs: [],
    }),
    harness.open({ random: () => 0 }),
    {
      now: () => performance.now(),
      delay: (_ms, signal) =>
        new Promise(resolve => {
          setImmediate(resolve);
          signal.addEventListener('abort', () => resolve());
        }),
      log: event => events.push(event),
      normalise: {
        cluster: 'local',
        defaultOwner: 'team',
        defaultLifecycle: 'development',
      },
      removals: DEFAULT_REMOVAL_POLICY,
    },
  );
  const stop = new AbortController();
  const done = pipeline.run(stop.signal);
  await eventually(() => pipeline.state().firstRunDone);
  while (cluster.simulator.kubernetes.watchCount() === 0) {
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  const before = await harness.open().read();
  /** Waits until a new reader sees all as it was before, texts too. */
  /** Waits until the store is as it was before, and gives how many records that is. */
  const heals = async () => {
    const isWhole = async () => {
      const store = harness.open();
      const view = await store.read();
      return isLike(view, before) ? store : undefined;
    };
    for (;;) {
      const store = await isWhole();
      if (store) {
        for (const digest of [...before.records.values()].flatMap(blobsOf)) {
          expect(await store.blob(digest)).toBeDefined();
        }
        return before.records.size;
      }
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  };
  return {
    harness,
    kserve,
    registry,
    pipeline,
    events,
    before,
    heals,
    forgetTexts: () => {
      hasTexts = false;
    },
    end: async () => {
      stop.abort();
      await done;
    },
  };
}

function isLike(view: StoreView, before: StoreView): boolean {
  try {
    const { synced, records, unfinished, missingTexts } = before;
    const expected = { synced, unfinished, missingTexts, needsRepair: false };
    expect(view).toMatchObject(expected);
    expect(view.records).toEqual(records);
    return true;
  } catch {
    return false;
  }
}

type World = Awaited<ReturnType<typeof running>>;

const names = async ({ harness }: World) =>
  (await harness.maps()).map(({ metadata }) => metadata.name);

async function remove(world: World, which: RegExp) {
  for (const name of (await names(world)).filter(one => which.test(one))) {
    await cluster.deleteMap(world.harness.namespace, name);
  }
}

describe('a store that somebody damages while the pipeline runs', () => {
  let world: World;
  beforeEach(async () => {
    world = await running();
  });
  afterEach(() => world.end());

  it.each([
    ['one shard', /model-1$/],
    ['bac-import-model', /model$/],
    ['the state', /state$/],
    ['the texts', /blob/],
    ['everything', /./],
  ])('is made anew when %s is deleted', async (_, which) => {
    await remove(world, which);
    expect(await world.heals()).toBeGreaterThan(0);
  });

  it('is made anew of what is known, too, while a source fails', async () => {
    world.registry.fail();
    await remove(world, /model(-\d+|-state)?$/);
    expect(await world.heals()).toBeGreaterThan(0);
  });

  it.each([
    ['everything', /./],
    ['one shard', /model-1$/],
  ])(
    'shows what a server serves as before when %s is deleted and its registry fails',
    async (_, which) => {
      const left = 'served/local/demo/inferenceservice/left';
      expect([...world.before.records.keys()]).toContain(left);
      world.registry.fail();
      await remove(world, which);
      expect(await world.heals()).toBeGreaterThan(0);
    },
  );

  it('has back what a record said before it was edited, while its source fails', async () => {
    world.registry.fail();
    world.kserve.fail();
    const map = (await world.harness.maps()).find(
      ({ metadata }) => metadata.name === 'bac-import-model',
    );
    const edited = Object.entries(map?.binaryData ?? {}).map(([key, value]) => {
      const text = Buffer.from(value, 'base64').toString();
      const other = text.replaceAll('granite', 'edited');
      return [key, Buffer.from(other).toString('base64')] as const;
    });
    await world.harness.put('bac-import-model', {
      binaryData: Object.fromEntries(edited),
    });
    expect(await world.heals()).toBeGreaterThan(0);
  });

  it('says once which text no source has, and takes it when one has it again', async () => {
    world.forgetTexts();
    await remove(world, /blob/);
    const told = () =>
      world.events.filter(({ details }) =>
        JSON.stringify(details ?? {}).includes('is gone from the store'),
      );
    await eventually(() => told().length > 0);
    const at = world.pipeline.state().lastRun;
    world.pipeline.wake();
    await eventually(() => world.pipeline.state().lastRun !== at);
    expect(told()).toHaveLength(1);
    expect(JSON.stringify(told()[0]?.details)).toContain('/written');

    world.kserve.text = () => SPEC;
    world.pipeline.wake();
    expect(await world.heals()).toBeGreaterThan(0);
  });
});
