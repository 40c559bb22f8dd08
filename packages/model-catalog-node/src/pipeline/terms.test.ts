import { aDeployment, aServer, aVersion } from '../__testUtils__/builders';
import { fakeSource } from '../__testUtils__/fakeSource';
import { DEFAULT_REMOVAL_POLICY } from '../plan/policy';
import { LongText } from '../sources/longText';
import type { InferenceServer, RegistryObject } from '../sources/objects';
import { createMemoryBacking, createMemoryStore } from '../store/memory';
import type { Store } from '../store/types';
import { Pipeline } from './pipeline';
import type { Recollection } from './recall';

const SERVER = 'server/local/demo/inferenceservice/granite';
const VERSION = 'version/public/granite-3.1-8b/1.0';

/** A process that leads again and again, over a store that others may damage meanwhile. */
function process() {
  const backing = createMemoryBacking();
  const memory = createMemoryStore({ backing });
  const kserve = fakeSource<InferenceServer>('kserve', 'listed');
  const registry = fakeSource<RegistryObject>('model-registry/public', 'never');
  kserve.complete([aServer()]);
  registry.complete([
    aVersion({ modelDescription: 'IBM Granite' }),
    aDeployment(),
  ]);
  let damage: 'torn' | 'forgotten' | 'down' | undefined;
  const without = (...keys: string[]) => {
    backing.records = new Map(
      [...backing.records].filter(([key]) => !keys.includes(key)),
    );
  };
  const store: Store = {
    ...memory,
    read: async signal => {
      if (damage === 'down') {
        throw new Error('down');
      }
      return {
        ...(await memory.read(signal)),
        ...(damage === 'torn' && { unfinished: true }),
        ...(damage === 'forgotten' && {
          ...{ unfinished: true, synced: false },
          ...{ completedSources: [], status: undefined },
        }),
      };
    },
    apply: async (changes, revision) => {
      const view = await memory.apply(changes, revision);
      damage = undefined;
      return view;
    },
  };
  const recollection: Recollection = {};
  const lead = async (epoch: number) => {
    const pipeline = new Pipeline(
      () => ({
        servers: [{ resource: 'inferenceservice', source: kserve }],
        registries: [{ name: 'public', source: registry }],
        catalogs: [],
      }),
      store,
      {
        ...{ epoch, recollection, now: () => 0 },
        delay: (_ms, signal) =>
          new Promise(resolve => {
            signal.addEventListener('abort', () => resolve());
          }),
        normalise: {
          cluster: 'local',
          defaultOwner: 'team',
          defaultLifecycle: 'development',
        },
        removals: DEFAULT_REMOVAL_POLICY,
      },
    );
    const stop = new AbortController();
    const running = pipeline.run(stop.signal);
    await new Promise(resolve => setImmediate(resolve));
    const { removed } = pipeline.state();
    stop.abort();
    await running;
    return { removed, records: new Map(backing.records) };
  };
  return {
    ...{ backing, kserve, registry, lead, without },
    goDown: () => {
      damage = 'down';
    },
    /** Somebody takes records out of the store, or its state, too. */
    lose: (how: 'torn' | 'forgotten', ...keys: string[]) => {
      damage = how;
      without(...keys);
    },
  };
}

describe('a process that leads again, over a store that lost something meanwhile', () => {
  it.each(['torn', 'forgotten'] as const)(
    'makes it as it was before while the source fails: %s',
    async how => {
      const { lead, lose, registry } = process();
      const before = await lead(4);

      lose(how, SERVER, VERSION);
      registry.fail();

      expect(await lead(5)).toEqual(before);
    },
  );

  it('brings back nothing that another leader removed', async () => {
    const { lead, lose, registry, backing } = process();
    await lead(4);

    backing.status = { sources: [], removed: [VERSION] };
    lose('torn', SERVER, VERSION);
    registry.fail();

    expect([...(await lead(6)).records.keys()]).not.toContain(VERSION);
  });

  it('knows only what is stored, when that is whole', async () => {
    const { lead, registry, without } = process();
    await lead(4);

    without(VERSION);
    registry.fail();

    expect([...(await lead(6)).records.keys()]).not.toContain(VERSION);
  });

  it('keeps what it knew over a term in which the store could not be read', async () => {
    const { lead, lose, registry, goDown } = process();
    const before = await lead(4);

    goDown();
    await lead(5);
    lose('torn', SERVER, VERSION);
    registry.fail();

    expect(await lead(6)).toEqual(before);
  });

  it('brings back a text that no source has any more', async () => {
    const { lead, kserve, backing } = process();
    const spec = LongText.of(
      `openapi: 3.1.0\ninfo: {title: Granite, version: "1"}\npaths: {}\n`,
    );
    const server = aServer({
      properties: { apispec: 'long' },
      apiSpecDigest: spec.digest,
    });
    kserve.complete([server]);
    kserve.text = digest => (digest === spec.digest ? spec.text : undefined);
    await lead(4);
    const texts = new Map(backing.blobs);
    expect(texts.size).toBeGreaterThan(0);

    backing.blobs.clear();
    kserve.text = undefined;
    await lead(6);

    expect(backing.blobs).toEqual(texts);
  });
});
