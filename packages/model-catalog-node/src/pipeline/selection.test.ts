import { IGNORE } from '@model-catalog/common';
import { aDeployment, aServer, aVersion } from '../__testUtils__/builders';
import { fakeSource } from '../__testUtils__/fakeSource';
import { DEFAULT_REMOVAL_POLICY } from '../plan/policy';
import { NO_OWNER_RULES } from '../normalise/fields/rules';
import { type SelectionOptions, TAKE_ALL } from '../selection/types';
import type { Namespace } from '../sources/namespaces/createNamespaceSource';
import type {
  InferenceServer,
  RegistryObject,
  ServerApi,
} from '../sources/objects';
import type { Source } from '../sources/types';
import { createMemoryBacking, createMemoryStore } from '../store/memory';
import { Pipeline } from './pipeline';

const server = (namespace: string, name: string) =>
  `server/local/${namespace}/inferenceservice/${name}`;
const served = (namespace: string, name: string) =>
  `served/local/${namespace}/inferenceservice/${name}`;

function world() {
  const kserve = fakeSource<InferenceServer>('kserve', 'listed');
  const registry = fakeSource<RegistryObject>('model-registry/public', 'never');
  const namespaces = fakeSource<Namespace>('namespaces', 'listed');
  const backing = createMemoryBacking();
  const store = createMemoryStore({ backing });
  kserve.complete([]);
  registry.complete([]);
  namespaces.complete([]);

  /** One life of the process with these choices, until it has gone round once. */
  async function live(
    selection: Partial<SelectionOptions> = {},
    apis?: Source<ServerApi>,
  ) {
    const pipeline = new Pipeline(
      () => ({
        servers: [{ resource: 'inferenceservice', source: kserve }],
        registries: [{ name: 'public', source: registry }],
        catalogs: [],
        apis,
        namespaces,
      }),
      store,
      {
        now: () => 0,
        delay: (_ms, signal) =>
          new Promise(resolve => {
            signal.addEventListener('abort', () => resolve());
          }),
        normalise: {
          cluster: 'local',
          defaultOwner: 'nobody',
          defaultLifecycle: 'development',
          owners: { ...NO_OWNER_RULES, namespaceLabel: 'team' },
        },
        selection: { ...TAKE_ALL, ...selection },
        removals: DEFAULT_REMOVAL_POLICY,
      },
    );
    const stop = new AbortController();
    const running = pipeline.run(stop.signal);
    await new Promise(resolve => setImmediate(resolve));
    stop.abort();
    await running;
    return pipeline.state();
  }
  const keys = () => [...backing.records.keys()].sort();
  return { kserve, registry, namespaces, backing, live, keys };
}

const without = (exclude: string[]) => ({
  namespaces: { include: [], exclude },
});

describe('a narrower choice', () => {
  it.each(['while the source can be read', 'while the source fails'])(
    'removes at once, unguarded and named to readers, %s',
    async when => {
      const { kserve, live, keys } = world();
      const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
      kserve.complete([
        aServer(),
        ...names.map(name => aServer({ namespace: 'sandbox', name })),
      ]);
      await live();
      if (when === 'while the source fails') {
        kserve.fail();
      }
      const state = await live(without(['sandbox']));

      expect(keys()).toEqual([
        served('demo', 'granite'),
        server('demo', 'granite'),
      ]);
      expect(state.lastRun).toMatchObject({ removed: 16, refused: {} });
      expect(state.removed).toHaveLength(16);
      expect(state.removed).toContain(server('sandbox', 'a'));
    },
  );

  it('that becomes wider again brings them back under their names', async () => {
    const { kserve, live, keys, backing } = world();
    kserve.complete([aServer()]);
    await live();
    const name = backing.records.get(server('demo', 'granite'))?.record.name;
    await live(without(['demo']));
    expect(keys()).toEqual([]);

    const state = await live();
    expect(keys()).toHaveLength(2);
    expect(state.removed).toEqual([]);
    expect(backing.records.get(server('demo', 'granite'))?.record.name).toBe(
      name,
    );
  });

  it('takes the version away that only the removed server had, and no other', async () => {
    const { kserve, registry, live, keys } = world();
    kserve.complete([aServer({ link: { modelId: '1', versionId: '2' } })]);
    registry.complete([
      aVersion(),
      aVersion({ versionId: '3', versionName: '2.0', createdAt: '2026-02-01' }),
    ]);
    await live({ versions: { latest: 1 } });
    expect(keys()).toHaveLength(3);

    registry.fail();
    await live({ versions: { latest: 1 }, ...without(['demo']) });
    expect(keys()).toEqual(['version/public/granite-3.1-8b/2.0']);
  });
});

describe('a server whose version is ignored', () => {
  const ignored = aVersion({
    properties: { [IGNORE]: 'true', Owner: 'hidden' },
  });

  it.each(['and read', 'in a registry that fails after a restart'])(
    'has no model, made up or hidden: %s',
    async when => {
      const { kserve, registry, live, keys, backing } = world();
      kserve.complete([aServer()]);
      registry.complete([ignored, aDeployment()]);
      await live();
      const { revision } = backing;
      if (when !== 'and read') {
        registry.fail();
      }
      await live();

      expect(keys()).toEqual([server('demo', 'granite')]);
      expect(
        backing.records.get(server('demo', 'granite'))?.record,
      ).toMatchObject({
        models: [],
        ownerRef: 'user:default/nobody',
      });
      expect(backing.revision).toBe(revision);
    },
  );
});

describe('labels of namespaces', () => {
  const labelled = { namespaces: { include: [], exclude: [], selector: 'ai' } };

  it('choose servers and name their owners; what they decided stands while they cannot be read', async () => {
    const { kserve, namespaces, live, keys, backing } = world();
    kserve.complete([aServer()]);
    namespaces.complete([{ id: 'demo', labels: { ai: '', team: 'team-a' } }]);
    await live(labelled);
    const ownerRef = () =>
      backing.records.get(server('demo', 'granite'))?.record.ownerRef;
    expect(ownerRef()).toBe('group:default/team-a');

    namespaces.fail();
    kserve.complete([aServer(), aServer({ namespace: 'new' })]);
    await live(labelled);
    expect(keys()).toEqual([
      served('demo', 'granite'),
      server('demo', 'granite'),
    ]);
    expect(ownerRef()).toBe('group:default/team-a');

    namespaces.complete([
      { id: 'demo', labels: {} },
      { id: 'new', labels: { ai: 'yes' } },
    ]);
    await live(labelled);
    expect(keys()).toEqual([
      served('new', 'granite'),
      server('new', 'granite'),
    ]);
  });
});

it('what running servers said of themselves is dropped, unguarded, when none is asked any more', async () => {
  const { kserve, live, backing } = world();
  const servers = ['a', 'b', 'c', 'd', 'e', 'f'].map(name => aServer({ name }));
  const apis = fakeSource<ServerApi>('openapi', 'listed');
  kserve.complete(servers);
  apis.complete(servers.map(({ id }) => ({ id, servedModels: ['model'] })));
  await live({}, apis);
  expect(backing.records.get(server('demo', 'a'))?.facets).toHaveProperty(
    'api.servedModels',
  );

  const state = await live();
  expect(state.lastRun).toMatchObject({ removed: 0, refused: {} });
  expect(backing.records.get(server('demo', 'a'))?.facets).not.toHaveProperty(
    'api.servedModels',
  );
});
