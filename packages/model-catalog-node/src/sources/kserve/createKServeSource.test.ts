import { digestOf } from '@model-catalog/common';
import {
  startTestCluster,
  TestCluster,
  until,
} from '../../kubernetes/__testUtils__/testCluster';
import { type Rig, startRig } from './__testUtils__/rig';
import type { KServeSourceOptions } from './createKServeSource';

describe('createKServeSource', () => {
  let cluster: TestCluster;
  const rigs: Rig[] = [];

  beforeEach(async () => {
    cluster = await startTestCluster();
  });

  afterEach(async () => {
    await Promise.all(rigs.splice(0).map(rig => rig.stop()));
    await cluster.stop();
  });

  async function start(over?: Parameters<typeof startRig>[1]) {
    const rig = await startRig(cluster, over);
    rigs.push(rig);
    return rig;
  }

  it('shows a server within a moment of its creation, and its state as it changes', async () => {
    const rig = await start();
    await until(() => rig.complete() !== undefined);
    await cluster.create('granite');
    await until(() => rig.ids().includes('default/inferenceservice/granite'));
    await cluster.patchStatus('granite', {
      url: 'https://granite.apps.example.com',
      conditions: [{ type: 'Ready', status: 'True' }],
    });
    await until(() => rig.complete()?.objects[0]?.state === 'ready');
    expect(rig.complete()?.objects[0]?.externalUrl).toBe(
      'https://granite.apps.example.com',
    );
    expect(rig.source.status()).toMatchObject({
      id: 'kserve',
      state: 'complete',
      lastCompleteAt: expect.any(String),
    });
  });

  it('proves a removal until the same server is there again', async () => {
    await cluster.create('granite');
    const rig = await start();
    await until(() => rig.ids().length === 1);
    await cluster.remove('granite');
    await until(() => rig.ids().length === 0);
    expect([...(rig.complete()?.removed ?? [])]).toEqual([
      'default/inferenceservice/granite',
    ]);
    await cluster.create('granite');
    await until(() => rig.ids().length === 1);
    expect(rig.complete()?.removed.size).toBe(0);
  });

  it('does not let one bad object hide the others', async () => {
    await cluster.create('bad', { predictor: { model: { args: 'text' } } });
    await cluster.create('good');
    const rig = await start();
    await until(() => rig.complete() !== undefined);
    const result = rig.complete();
    expect(rig.ids()).toEqual(['default/inferenceservice/good']);
    expect([...(result?.unreadable ?? [])]).toEqual([
      'default/inferenceservice/bad',
    ]);
    expect(result?.issues).toEqual([
      {
        source: 'kserve',
        object: 'InferenceService default/bad',
        field: 'spec.predictor.model.args',
        reason: expect.stringContaining('what was known of the object stays'),
      },
    ]);
  });

  it('reports an element without a name and takes the others', async () => {
    await cluster.create('a');
    await cluster.create('b');
    cluster.faults.set({
      mode: 'bad-element',
      variant: 'nameless',
      path: 'limit=',
    });
    const rig = await start();
    await until(() => rig.source.current() !== undefined);
    // Not complete: any server that is not listed may be the nameless one.
    expect(rig.source.current()).toMatchObject({
      state: 'partial',
      objects: [{ namespace: 'default' }],
      message: expect.stringContaining('without a readable name'),
      issues: [{ reason: expect.stringContaining('without a readable name') }],
    });
    expect(rig.source.status()).toMatchObject({ state: 'partial' });
  });

  it('gives API definitions by digest, as long as a server names them', async () => {
    const annotations = { 'rhdh.io/apispec': 'the definition' };
    await cluster.create('granite', { annotations });
    const rig = await start();
    await until(() => rig.ids().length === 1);
    const digest = digestOf('the definition');
    expect(rig.complete()?.objects[0]?.apiSpecDigest).toBe(digest);
    expect(rig.source.text?.(digest)).toBe('the definition');
    await cluster.patch('granite', {
      metadata: { annotations: { 'rhdh.io/apispec': 'another' } },
    });
    await until(() => rig.source.text?.(digestOf('another')) === 'another');
    expect(rig.source.text?.(digest)).toBeUndefined();
  });

  it.each<[KServeSourceOptions['namespaces'], string[]]>([
    [undefined, ['one', 'two', 'three']],
    [{ include: ['one', 'two'] }, ['one', 'two']],
    [{ exclude: ['two'] }, ['one', 'three']],
    [{ include: ['one', 'two'], exclude: ['two'] }, ['one']],
    [{ include: [] }, ['one', 'two', 'three']],
  ])('with namespaces %j shows those of %j', async (namespaces, shown) => {
    for (const namespace of ['one', 'two', 'three']) {
      await cluster.createNamespace(namespace);
      await cluster.create('granite', { namespace });
    }
    const rig = await start({ namespaces });
    await until(() => rig.complete() !== undefined);
    expect(rig.ids()).toEqual(
      shown.map(name => `${name}/inferenceservice/granite`).sort(),
    );
  });

  it('says that it failed, and why, when contact is lost for longer', async () => {
    await cluster.create('granite');
    const rig = await start();
    await until(() => cluster.kubernetes.watchCount() === 1);
    cluster.faults.set({ mode: '403' });
    cluster.kubernetes.dropWatches();
    await until(() => rig.source.status()?.message !== undefined);
    expect(rig.ids()).toHaveLength(1);
    expect(rig.source.status()?.state).toBe('complete');
    rig.clock.skewMs = 20_000;
    await until(() => rig.source.current()?.state === 'failed');
    const { changes } = rig.counts;
    cluster.faults.heal();
    await until(() => rig.source.current()?.state === 'complete');
    expect(rig.counts.changes).toBeGreaterThan(changes);
    expect(rig.source.status()).toMatchObject({
      state: 'complete',
      message: undefined,
    });
  });

  it('is unavailable, and says what that means, on a cluster without KServe', async () => {
    const bare = await startTestCluster({ withoutKinds: ['InferenceService'] });
    const rig = await startRig(bare);
    await until(() => rig.source.current() !== undefined);
    expect(rig.source.current()).toMatchObject({
      state: 'unavailable',
      message: expect.stringContaining('KServe is not installed there'),
    });
    await rig.stop();
    await bare.stop();
  });

  it('is failed there when it was complete in an earlier life', async () => {
    const bare = await startTestCluster({ withoutKinds: ['InferenceService'] });
    const rig = await startRig(bare, { wasComplete: true });
    await until(() => rig.source.current() !== undefined);
    expect(rig.source.current()?.state).toBe('failed');
    await rig.stop();
    await bare.stop();
  });

  it('carries the name of its cluster', async () => {
    await cluster.create('granite');
    const rig = await start({ cluster: 'east' });
    await until(() => rig.ids().length === 1);
    expect(rig.source.id).toBe('kserve/east');
    expect(rig.complete()?.objects[0]?.cluster).toBe('east');
  });
});
