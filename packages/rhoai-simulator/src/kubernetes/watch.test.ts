import {
  ALL_ISVCS,
  inferenceService,
  isvcs,
  testCluster,
  type TestCluster,
} from '../__testUtils__/cluster';
import { typeOfKind } from './resources';
import { createObject } from './writing/writes';

describe('a watch', () => {
  let cluster: TestCluster;

  beforeEach(async () => {
    cluster = await testCluster({ watch: { bookmarkIntervalMs: 15 } });
  });

  afterEach(() => cluster.stop());

  const create = (name: string, metadata = {}) =>
    cluster.client.post(isvcs('team'), inferenceService(name, metadata));
  const revision = () => String(cluster.server.writer.store.revision);

  it('tells each change after its resourceVersion, in order', async () => {
    const from = revision();
    await create('granite');
    const watch = await cluster.client.watch(
      `${ALL_ISVCS}?watch=true&resourceVersion=${from}`,
    );
    expect(await watch.next()).toMatchObject({
      type: 'ADDED',
      object: { metadata: { name: 'granite' } },
    });
    await cluster.client.patch(`${isvcs('team')}/granite`, {
      metadata: { labels: { a: 'b' } },
    });
    expect(await watch.next()).toMatchObject({
      type: 'MODIFIED',
      object: { metadata: { labels: { a: 'b' } } },
    });
    await cluster.client.delete(`${isvcs('team')}/granite`);
    expect(await watch.next()).toMatchObject({
      type: 'DELETED',
      object: {
        kind: 'InferenceService',
        metadata: { name: 'granite', resourceVersion: revision() },
      },
    });
    watch.close();
  });

  it('is told nothing more once its end was said, though its connection is still there', async () => {
    const watch = await cluster.client.watch(
      `${ALL_ISVCS}?watch=true&resourceVersion=${revision()}`,
    );
    const { server } = cluster;
    server.dropWatches('end');
    createObject(
      server.writer,
      { type: typeOfKind('Namespace') },
      { metadata: { name: 'late' } },
    );
    createObject(
      server.writer,
      { type: typeOfKind('InferenceService'), namespace: 'late' },
      inferenceService('late'),
    );

    expect(await watch.next()).toBeUndefined();
  });

  it.each(['', '&resourceVersion=0'])(
    'starts with what is there when asked with "%s"',
    async query => {
      await create('granite');
      await create('mistral');
      const watch = await cluster.client.watch(
        `${isvcs('team')}?watch=true${query}`,
      );
      const first = [await watch.next(), await watch.next()];
      expect(first).toMatchObject([
        { type: 'ADDED', object: { metadata: { name: 'granite' } } },
        { type: 'ADDED', object: { metadata: { name: 'mistral' } } },
      ]);
      watch.close();
    },
  );

  it('sends bookmarks with the current resourceVersion to who asks for them', async () => {
    const watch = await cluster.client.watch(
      `${ALL_ISVCS}?watch=true&allowWatchBookmarks=true&resourceVersion=${revision()}`,
    );
    // A write of another kind moves the clock, too.
    await cluster.client.post('/api/v1/namespaces/team/configmaps', {
      metadata: { name: 'shard' },
    });
    let bookmark = await watch.next();
    while (
      JSON.stringify(bookmark).includes(`"${revision()}"`) === false &&
      bookmark
    ) {
      bookmark = await watch.next();
    }
    expect(bookmark).toMatchObject({
      type: 'BOOKMARK',
      object: {
        kind: 'InferenceService',
        metadata: { resourceVersion: revision() },
      },
    });
    watch.close();
  });

  it('ends its initial events with a marked bookmark when asked for sendInitialEvents', async () => {
    await create('granite');
    const watch = await cluster.client.watch(
      `${ALL_ISVCS}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
    );
    expect([await watch.next(), await watch.next()]).toMatchObject([
      { type: 'ADDED' },
      {
        type: 'BOOKMARK',
        object: {
          metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } },
        },
      },
    ]);
    watch.close();
  });

  it('says in its stream that a resourceVersion is too old, and ends', async () => {
    const old = revision();
    await create('granite');
    cluster.server.compact();
    const watch = await cluster.client.watch(
      `${ALL_ISVCS}?watch=true&resourceVersion=${old}`,
    );
    expect(watch.status).toBe(200);
    expect(await watch.next()).toEqual({
      type: 'ERROR',
      object: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: `too old resource version: ${old} (${revision()})`,
        reason: 'Expired',
        code: 410,
      },
    });
    expect(await watch.next()).toBeUndefined();
  });

  it('forgets the oldest changes when there are too many', async () => {
    await cluster.stop();
    cluster = await testCluster({ historyLimit: 4 });
    const old = revision();
    for (let i = 0; i < 8; i += 1) {
      await create(`model-${i}`);
    }
    const watch = await cluster.client.watch(
      `${ALL_ISVCS}?watch=true&resourceVersion=${old}`,
    );
    expect(await watch.next()).toMatchObject({
      type: 'ERROR',
      object: { code: 410 },
    });
  });

  it('can be told to say it as HTTP status, as some proxies make it', async () => {
    await cluster.stop();
    cluster = await testCluster({ watch: { goneAs: 'status' } });
    const old = revision();
    await create('granite');
    cluster.server.compact();
    const answer = await cluster.client.get(
      `${ALL_ISVCS}?watch=true&resourceVersion=${old}`,
    );
    expect(answer).toMatchObject({
      status: 410,
      body: { reason: 'Expired', code: 410 },
    });
  });

  it('sees an object enter and leave its selection', async () => {
    await create('granite');
    const watch = await cluster.client.watch(
      `${ALL_ISVCS}?watch=true&labelSelector=tier%3Dgold&resourceVersion=${revision()}`,
    );
    const label = (tier: string) =>
      cluster.client.patch(`${isvcs('team')}/granite`, {
        metadata: { labels: { tier } },
      });
    await label('gold');
    expect(await watch.next()).toMatchObject({ type: 'ADDED' });
    await label('silver');
    expect(await watch.next()).toMatchObject({
      type: 'DELETED',
      object: { metadata: { labels: { tier: 'silver' } } },
    });
    watch.close();
  });

  it('shows metadata only to who asks for no more', async () => {
    const watch = await cluster.client.watch(
      `${ALL_ISVCS}?watch=true&allowWatchBookmarks=true&resourceVersion=${revision()}`,
      'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json',
    );
    await create('granite');
    let event = await watch.next();
    while (JSON.stringify(event).includes('BOOKMARK')) {
      event = await watch.next();
    }
    expect(event).toEqual({
      type: 'ADDED',
      object: {
        kind: 'PartialObjectMetadata',
        apiVersion: 'meta.k8s.io/v1',
        metadata: expect.objectContaining({ name: 'granite' }),
      },
    });
    expect(await watch.next()).toEqual({
      type: 'BOOKMARK',
      object: {
        kind: 'PartialObjectMetadata',
        apiVersion: 'meta.k8s.io/v1',
        // eslint-disable-next-line no-restricted-syntax -- as the real server says it
        metadata: { resourceVersion: revision(), creationTimestamp: null },
      },
    });
    watch.close();
  });

  it('sees only its own namespace', async () => {
    const watch = await cluster.client.watch(
      `${isvcs('other')}?watch=true&resourceVersion=${revision()}`,
    );
    await create('granite');
    await cluster.client.post(isvcs('other'), inferenceService('mistral'));
    expect(await watch.next()).toMatchObject({
      object: { metadata: { name: 'mistral' } },
    });
    watch.close();
  });

  it('ends properly after timeoutSeconds', async () => {
    const watch = await cluster.client.watch(
      `${ALL_ISVCS}?watch=true&timeoutSeconds=1`,
    );
    expect(await watch.next()).toBeUndefined();
  });

  it('ends by the clock that the cluster was given', async () => {
    const asked: number[] = [];
    let end = () => {};
    const delay = (ms: number) =>
      new Promise<void>(resolve => {
        asked.push(ms);
        end = resolve;
      });
    const own = await testCluster({ watch: { delay } });
    const watch = await own.client.watch(
      `${ALL_ISVCS}?watch=true&timeoutSeconds=600`,
    );
    end();
    expect(await watch.next()).toBeUndefined();
    expect(asked).toEqual([600_000]);
    await own.stop();
  });

  it.each(['end', 'destroy'] as const)(
    'ends when the server drops it by %s',
    async how => {
      const watch = await cluster.client.watch(`${ALL_ISVCS}?watch=true`);
      expect(cluster.server.watchCount()).toBe(1);
      cluster.server.dropWatches(how);
      expect(await watch.next()).toBeUndefined();
    },
  );
});
