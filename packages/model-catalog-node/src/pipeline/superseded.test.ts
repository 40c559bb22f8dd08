import { aDeployment, aServer, aVersion } from '../__testUtils__/builders';
import { fakeSource } from '../__testUtils__/fakeSource';
import type { InferenceServer, RegistryObject } from '../sources/objects';
import type { StoredRecord } from '../records/stored';
import { knownFrom, type Known } from './known';
import { planRun } from './planRun';

const options = {
  normalise: {
    cluster: 'local',
    defaultOwner: 'nobody',
    defaultLifecycle: 'development',
  },
  removals: { maxShare: 0.5, minCount: 5 },
};

/** Runs over one registry and one server, each after the one before. */
function createRig() {
  const registry = fakeSource<RegistryObject>('model-registry/public', 'never');
  const servers = fakeSource<InferenceServer>('kserve', 'listed');
  let records = new Map<string, StoredRecord>();
  let known: Known = knownFrom([]);
  const run = () => {
    const view = {
      revision: '1',
      synced: true,
      records,
      completedSources: [],
      issues: [],
    };
    const planned = planRun(
      {
        servers: [{ resource: 'inferenceservice', source: servers }],
        registries: [{ name: 'public', source: registry }],
        catalogs: [],
      },
      { known, view },
      options,
    );
    records = new Map(records);
    for (const key of planned.changes.remove) {
      records.delete(key);
    }
    for (const stored of planned.changes.upsert) {
      records.set(stored.record.key, stored);
    }
    known = planned.standing.known;
    return { keys: [...records.keys()], issues: planned.issues };
  };
  return { registry, servers, run };
}

describe('a registry whose database was made again', () => {
  const old = aVersion({ modelId: '51', versionId: '52' });
  const fresh = aVersion({ modelId: '1', versionId: '2' });

  it('takes a version away when it is archived under its new id', () => {
    const { registry, servers, run } = createRig();
    servers.complete([]);
    registry.complete([old]);
    const before = run();
    registry.complete([fresh]);

    const after = run();
    expect(after.keys).toEqual(before.keys);
    expect(after.issues).toEqual([]);
    registry.complete([], [fresh.id]);
    expect(run().keys).toEqual([]);
  });

  it('keeps what nobody has registered again', () => {
    const { registry, servers, run } = createRig();
    servers.complete([]);
    registry.complete([old, aVersion({ versionId: '7', versionName: '2.0' })]);
    const before = run();
    registry.complete([fresh]);
    expect(run().keys).toEqual(before.keys);
  });

  it('says by its new record what a server serves', () => {
    const { registry, servers, run } = createRig();
    servers.complete([aServer()]);
    registry.complete([
      old,
      aDeployment({
        id: 'public/deployment/59',
        modelId: '51',
        versionId: '52',
      }),
    ]);
    const before = run();
    registry.complete([fresh, aDeployment()]);

    const after = run();
    expect(after.keys).toEqual(before.keys);
    expect(after.issues).toEqual([]);
  });

  it('keeps the row of one that cannot be understood now', () => {
    const { registry, servers, run } = createRig();
    servers.complete([]);
    registry.complete([old]);
    run();
    registry.set({
      state: 'partial',
      objects: [fresh],
      removed: new Set(),
      unreadable: new Set([old.id]),
      issues: [],
    });
    run();
    registry.complete([old], [fresh.id]);
    expect(run().keys).toHaveLength(1);
  });
});
