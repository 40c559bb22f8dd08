import { NDJSON } from '@model-catalog/common';
import { linesOf } from '../../__testUtils__/changesLines';
import { PROVIDER, SyncHarness } from '../../__testUtils__/SyncHarness';
import {
  modelRecord,
  serverRecord,
  snapshotOf,
} from '../../__testUtils__/records';

describe('following a location service that tells what changed', () => {
  let harness: SyncHarness;

  beforeEach(async () => {
    harness = await SyncHarness.start();
  });

  afterEach(() => harness.stop());

  it('brings models and servers into the catalog, related to each other', async () => {
    harness.server.serve(
      snapshotOf('1', [
        modelRecord('granite'),
        serverRecord('demo-granite', ['granite']),
      ]),
    );
    expect(await harness.poll()).toBe(250);
    expect(harness.catalog.refs()).toEqual([
      'api:default/demo-granite',
      'component:default/demo-granite',
      'resource:default/granite',
    ]);
    expect(
      harness.catalog.get('component:default/demo-granite').spec,
    ).toMatchObject({
      dependsOn: ['resource:default/granite'],
      providesApis: ['api:default/demo-granite'],
    });
    expect(harness.catalog.get('resource:default/granite').spec).toMatchObject({
      dependencyOf: ['component:default/demo-granite'],
    });
  });

  it('sends only what changed, and nothing when nothing did', async () => {
    harness.server.serve(snapshotOf('1', [modelRecord('a'), modelRecord('b')]));
    await harness.poll();
    await harness.poll();
    expect(harness.catalog.mutations).toHaveLength(1);
    expect(harness.server.requests[1]?.headers['if-none-match']).toBe('"1"');

    harness.server.serve(
      snapshotOf('2', [
        modelRecord('a'),
        modelRecord('b', { title: 'Other' }),
        modelRecord('c'),
      ]),
    );
    await harness.poll();
    expect(harness.catalog.mutations).toHaveLength(2);
    expect(harness.catalog.mutations[1]).toMatchObject({
      type: 'delta',
      added: [
        {
          entity: { metadata: { name: 'b', title: 'Other' } },
          locationKey: PROVIDER,
        },
        { entity: { metadata: { name: 'c' } }, locationKey: PROVIDER },
      ],
      removed: [],
    });

    harness.server.serve(snapshotOf('3', [modelRecord('a'), modelRecord('c')]));
    await harness.poll();
    expect(harness.catalog.mutations[2]).toEqual({
      type: 'delta',
      added: [],
      removed: [{ entityRef: 'resource:default/b', locationKey: PROVIDER }],
    });
  });

  it('is quiet: the next long poll follows a long one, and short ones only after a while', async () => {
    harness.server.serve(snapshotOf('1', []));
    expect(await harness.poll()).toBe(250);
    // One may be short by chance: a change that came and went.
    expect(await harness.poll()).toBe(1_000);
    expect(await harness.poll()).toBe(25_000);
    expect(await harness.poll()).toBe(25_000);
    expect(harness.server.requests.map(({ url }) => url)).toEqual([
      '/api/v1/changes?wait=25',
      '/api/v1/changes?since=1&wait=25',
      '/api/v1/changes?since=1&wait=25',
      '/api/v1/changes?since=1&wait=25',
    ]);
    harness.server.answer(() => {
      harness.time += 25_000;
      return { status: 304 };
    });
    expect(await harness.poll()).toBe(0);
    harness.server.answer(() => ({ status: 304 }));
    expect(await harness.poll()).toBe(1_000);
  });

  it('does not ask a service without tags in a hurry', async () => {
    harness.server.answer(() => ({
      headers: { 'content-type': NDJSON },
      body: linesOf(snapshotOf('1', []))
        .map(line => JSON.stringify(line))
        .join('\n'),
    }));
    expect(await harness.poll()).toBe(25_000);
    expect(await harness.poll()).toBe(25_000);
  });

  it('changes nothing for a new revision with the same content in another order', async () => {
    harness.server.serve(snapshotOf('1', [modelRecord('a'), modelRecord('b')]));
    await harness.poll();
    harness.server.serve(snapshotOf('2', [modelRecord('b'), modelRecord('a')]));
    await harness.poll();
    expect(harness.catalog.mutations).toHaveLength(1);
  });

  it('sends at most 500 entities in one mutation', async () => {
    const records = Array.from({ length: 1001 }, (_, i) =>
      modelRecord(`m${i}`),
    );
    harness.server.serve(snapshotOf('1', records));
    await harness.poll();
    const removed = records.map(({ key }) => key);
    harness.server.serve({ ...snapshotOf('2', []), removed });
    await harness.poll();
    expect(harness.sizes()).toEqual([
      [500, 0],
      [500, 0],
      [1, 0],
      [0, 500],
      [0, 500],
      [0, 1],
    ]);
    // A thousand entities pass Backstage's validators, also on a busy machine.
  }, 30_000);

  it.each([
    ['complete', 'complete', []],
    ['unavailable', 'unavailable', ['resource:default/granite']],
    ['partial', 'partial', ['resource:default/granite']],
    ['failed', 'failed', ['resource:default/granite']],
  ] as const)(
    'treats absence from a source that is %s as that state says',
    async (_, state, expected) => {
      harness.server.serve(snapshotOf('1', [modelRecord('granite')]));
      await harness.poll();
      harness.server.serve(snapshotOf('2', [], { registry: state }));
      await harness.poll();
      expect(harness.catalog.refs()).toEqual(expected);
    },
  );

  it('keeps relations to an entity that stays because its source failed', async () => {
    const deployed = serverRecord('demo-granite', ['granite']);
    harness.server.serve(snapshotOf('1', [modelRecord('granite'), deployed]));
    await harness.poll();
    harness.server.serve(
      snapshotOf('2', [{ ...deployed, title: 'Changed' }], {
        registry: 'failed',
      }),
    );
    await harness.poll();
    expect(harness.catalog.get('component:default/demo-granite')).toMatchObject(
      {
        metadata: { title: 'Changed' },
        spec: { dependsOn: ['resource:default/granite'] },
      },
    );
  });

  it('relates to nothing that is not there', async () => {
    harness.server.serve(snapshotOf('1', [serverRecord('s', ['nowhere'])]));
    await harness.poll();
    expect(harness.catalog.get('component:default/s').spec?.dependsOn).toEqual(
      [],
    );
  });

  it('removes after a restart what went while it was away, and only that', async () => {
    harness.server.serve(
      snapshotOf('1', [
        modelRecord('gone'),
        modelRecord('stays'),
        serverRecord('unsure'),
      ]),
    );
    await harness.poll();
    harness.restart();
    harness.server.serve(
      snapshotOf('2', [modelRecord('stays')], { kserve: 'failed' }),
    );
    await harness.poll();
    expect(harness.catalog.refs()).toEqual([
      'api:default/unsure',
      'component:default/unsure',
      'resource:default/stays',
    ]);
  });

  it('sends nothing after a restart when nothing changed', async () => {
    const world = [modelRecord('a'), serverRecord('s', ['a'])];
    harness.server.serve(snapshotOf('1', world));
    await harness.poll();
    harness.restart();
    await harness.poll();
    expect(harness.sizes()).toEqual([[3, 0]]);
  });

  it('ends with the newest answer when two replicas follow, whoever was late', async () => {
    const replica = harness.replica();
    harness.server.serve(snapshotOf('1', [modelRecord('a'), modelRecord('b')]));
    await harness.poll();
    await replica.poll();
    harness.server.serve(
      snapshotOf('2', [modelRecord('a', { title: 'New' }), modelRecord('c')]),
    );
    await harness.poll();
    // The other one still has the answer of before, and lost it on the way.
    harness.server.serve(snapshotOf('1', [modelRecord('a'), modelRecord('b')]));
    replica.restart();
    await replica.poll();
    harness.server.serve(
      snapshotOf('2', [modelRecord('a', { title: 'New' }), modelRecord('c')]),
    );
    await harness.poll();
    await replica.poll();
    expect(harness.catalog.refs()).toEqual([
      'resource:default/a',
      'resource:default/c',
    ]);
    expect(harness.catalog.get('resource:default/a').metadata.title).toBe(
      'New',
    );
  });

  it('removes the entities of the earlier connector once every source was read', async () => {
    const old = modelRecord('old').name;
    harness.catalog.entities.set(`resource:default/${old}`, {
      apiVersion: 'backstage.io/v1beta1',
      kind: 'Resource',
      metadata: { name: old },
    });
    harness.server.serve(
      snapshotOf('1', [modelRecord('new')], { kserve: 'failed' }),
    );
    await harness.poll();
    expect(harness.catalog.refs()).toContain('resource:default/old');
    harness.server.serve(snapshotOf('2', [modelRecord('new')]));
    await harness.poll();
    expect(harness.catalog.refs()).toEqual(['resource:default/new']);
  });

  it('removes what was sent and is gone, also when the catalog never processed it', async () => {
    harness.server.serve(snapshotOf('1', [modelRecord('a'), modelRecord('b')]));
    await harness.poll();
    jest.spyOn(harness.catalog, 'locationsOf').mockResolvedValueOnce(new Map());
    jest.spyOn(harness.catalog, 'heldBy').mockResolvedValueOnce(new Map());
    harness.restart();
    harness.server.serve(snapshotOf('2', [modelRecord('a')]));
    await harness.poll();
    expect(harness.catalog.refs()).toEqual(['resource:default/a']);
  });

  it('tries again after a mutation that failed half way', async () => {
    const records = Array.from({ length: 501 }, (_, i) => modelRecord(`m${i}`));
    harness.server.serve(snapshotOf('1', records));
    harness.catalog.failure = new Error('deadlock detected');
    await expect(harness.poll()).rejects.toThrow('deadlock detected');
    await harness.poll();
    expect(harness.catalog.refs()).toHaveLength(501);
  });
});
