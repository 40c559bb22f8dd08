import { aServer, aVersion } from '../__testUtils__/builders';
import { fakeSource } from '../__testUtils__/fakeSource';
import { DEFAULT_REMOVAL_POLICY } from '../plan/policy';
import type { InferenceServer, RegistryObject } from '../sources/objects';
import type { StoreView } from '../store/types';
import { planRun } from './planRun';
import { knownFrom } from './known';

const OPTIONS = {
  normalise: {
    cluster: 'local',
    defaultOwner: 'team',
    defaultLifecycle: 'development',
  },
  removals: DEFAULT_REMOVAL_POLICY,
};

const SERVER = aServer({
  modelFormat: 'vLLM',
  link: { registry: 'public', modelId: '1', versionId: '2' },
});
const SERVED = 'served/local/demo/inferenceservice/granite';

const viewOf = (records: StoreView['records']): StoreView => ({
  revision: '1',
  synced: true,
  records,
  completedSources: ['kserve', 'model-registry/public'],
  issues: [],
});

/** What is stored after a registry that showed a version says this of it. */
function after(partial: { removed: string[]; unreadable: string[] }) {
  const kserve = fakeSource<InferenceServer>('kserve', 'listed');
  const registry = fakeSource<RegistryObject>('model-registry/public', 'never');
  const sources = {
    servers: [{ resource: 'inferenceservice' as const, source: kserve }],
    registries: [{ name: 'public', source: registry }],
    catalogs: [],
  };
  kserve.complete([SERVER]);
  registry.complete([aVersion({ labels: ['vllm', 'text'] })]);
  const empty = viewOf(new Map());
  const first = planRun(
    sources,
    { known: knownFrom([]), view: empty },
    OPTIONS,
  );
  const stored = new Map(
    first.changes.upsert.map(one => [one.record.key, one]),
  );
  registry.set({
    state: 'partial',
    objects: [],
    removed: new Set(partial.removed),
    unreadable: new Set(partial.unreadable),
    issues: [],
  });
  const { known } = first.standing;
  const { changes } = planRun(
    sources,
    { known, view: viewOf(stored) },
    OPTIONS,
  );
  for (const key of changes.remove) {
    stored.delete(key);
  }
  for (const one of changes.upsert) {
    stored.set(one.record.key, one);
  }
  return stored;
}

function tagsOf(records: StoreView['records']) {
  const record = records.get(
    'server/local/demo/inferenceservice/granite',
  )?.record;
  return record?.kind === 'server' ? record.server.API?.tags : undefined;
}

describe('a server whose version is archived while rows of its registry are damaged', () => {
  it('is shown at once with a model of its own, and its API with the tags of that', () => {
    const records = after({ removed: ['public/1/2'], unreadable: [] });

    expect([...records.keys()]).toEqual([
      'server/local/demo/inferenceservice/granite',
      SERVED,
    ]);
    expect(tagsOf(records)).toEqual(['vllm']);
  });

  it.each([
    ['the row of the version is damaged', [], ['public/1/2']],
    [
      'what was archived cannot be understood now',
      ['public/1/2'],
      ['public/1/2'],
    ],
    ['other rows are damaged', [], []],
  ])('is shown as before while %s', (_, removed, unreadable) => {
    const records = after({ removed, unreadable });

    expect(records.has(SERVED)).toBe(false);
    expect(tagsOf(records)).toEqual(['text', 'vllm']);
  });
});
