import { aServer, aVersion } from '../__testUtils__/builders';
import { fakeSource } from '../__testUtils__/fakeSource';
import { delay as clockDelay } from '../http';
import { DEFAULT_REMOVAL_POLICY } from '../plan/policy';
import { eventually } from '../sources/__testUtils__/watchSource';
import type { InferenceServer, RegistryObject } from '../sources/objects';
import { createMemoryBacking, createMemoryStore } from '../store/memory';
import { Pipeline } from './pipeline';

const GRACE_MS = 5000;
const SERVER = 'server/local/demo/inferenceservice/granite';
const OWN = 'served/local/demo/inferenceservice/granite';
const VERSION = 'version/public/granite-3.1-8b/1.0';

const linked = aServer({
  link: { registry: 'public', modelId: '1', versionId: '2' },
});

/** A pipeline in which the grace ends when the test says so. */
function createRig() {
  const kserve = fakeSource<InferenceServer>('kserve', 'listed');
  const registry = fakeSource<RegistryObject>('model-registry/public', 'never');
  const backing = createMemoryBacking();
  const stop = new AbortController();
  const graces: (() => void)[] = [];
  const count = { runs: 0 };
  const pipeline = new Pipeline(
    () => ({
      servers: [{ resource: 'inferenceservice', source: kserve }],
      registries: [{ name: 'public', source: registry }],
      catalogs: [],
    }),
    createMemoryStore({ backing }),
    {
      now: () => 0,
      delay: (ms, signal) =>
        ms === GRACE_MS
          ? new Promise(resolve => {
              graces.push(resolve);
              signal.addEventListener('abort', () => resolve());
            })
          : clockDelay(1, signal),
      normalise: {
        cluster: 'local',
        defaultOwner: 'team',
        defaultLifecycle: 'development',
      },
      removals: DEFAULT_REMOVAL_POLICY,
      onRun: () => {
        count.runs += 1;
      },
    },
  );
  const running = pipeline.run(stop.signal);
  return {
    kserve,
    registry,
    graces,
    /** What is stored after one more run. */
    async keys() {
      const before = count.runs;
      pipeline.wake();
      await eventually(() => count.runs > before);
      return [...backing.records.keys()].sort();
    },
    models: () => {
      const record = backing.records.get(SERVER)?.record;
      return record?.kind === 'server' ? record.models : undefined;
    },
    issues: () => pipeline.state().lastRun?.issues ?? [],
    async end() {
      stop.abort();
      await running;
    },
  };
}

describe('a link that came a moment ago', () => {
  let rig: ReturnType<typeof createRig>;
  beforeEach(() => {
    rig = createRig();
  });
  afterEach(() => rig.end());

  async function startEmpty() {
    rig.kserve.complete([]);
    rig.registry.complete([]);
    await rig.keys();
  }

  it('waits for the version that was registered just before', async () => {
    await startEmpty();
    rig.kserve.complete([linked]);
    expect(await rig.keys()).toEqual([SERVER]);
    expect(await rig.keys()).toEqual([SERVER]);
    expect(rig.issues()).toEqual([]);

    rig.registry.complete([aVersion()]);
    expect(await rig.keys()).toEqual([SERVER, VERSION]);
    expect(rig.models()).toEqual([VERSION]);
    expect(rig.graces).toHaveLength(1);
  });

  it('is new again when its server was gone meanwhile', async () => {
    rig.registry.complete([aVersion()]);
    rig.kserve.complete([linked]);
    await rig.keys();
    rig.kserve.complete([]);
    await rig.keys();
    rig.registry.complete([], ['public/1/2']);
    await rig.keys();
    rig.kserve.complete([linked]);

    expect(await rig.keys()).toEqual([SERVER]);
    expect(rig.graces).toHaveLength(1);
  });

  it('means nothing when the time is over', async () => {
    await startEmpty();
    rig.kserve.complete([linked]);
    await rig.keys();
    rig.graces[0]?.();

    await eventually(() => rig.models()?.includes(OWN) ?? false);
    expect(rig.issues()).toMatchObject([
      { reason: expect.stringContaining('is not live in any registry') },
    ]);
    await rig.keys();
    expect(rig.graces).toHaveLength(1);
  });

  it('has what it means at once where that is known', async () => {
    await startEmpty();
    rig.registry.complete([aVersion()]);
    await rig.keys();
    rig.kserve.complete([linked]);

    expect(await rig.keys()).toEqual([SERVER, VERSION]);
    expect(rig.graces).toHaveLength(0);
  });

  it('leaves a server its model of before', async () => {
    rig.kserve.complete([linked]);
    rig.registry.complete([aVersion()]);
    await rig.keys();
    rig.kserve.complete([
      aServer({ link: { registry: 'public', modelId: '1', versionId: '3' } }),
    ]);
    await rig.keys();

    expect(rig.models()).toEqual([VERSION]);
  });

  it('is none in the first run, which has read everything', async () => {
    rig.kserve.complete([linked]);
    rig.registry.complete([]);

    expect(await rig.keys()).toEqual([OWN, SERVER]);
    expect(rig.graces).toHaveLength(0);
  });

  it('is none when an archived version leaves a server', async () => {
    rig.kserve.complete([linked]);
    rig.registry.complete([aVersion()]);
    await rig.keys();
    rig.registry.complete([], ['public/1/2']);

    expect(await rig.keys()).toEqual([OWN, SERVER]);
  });
});
