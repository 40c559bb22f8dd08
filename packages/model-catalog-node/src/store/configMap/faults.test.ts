import { HttpError } from '../../http';
import type { KubernetesClient } from '../../kubernetes';
import { configMapHarness, storedModel, storedServer } from '../__testUtils__';
import type { StoredRecord } from '../../records/stored';
import { StoreConflict, StoreError, type StoreView } from '../types';
import { SMALL, change, intercepted, models } from './__testUtils__/helpers';
import { type Cluster, startCluster } from './__testUtils__/startCluster';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(async () => {
  await cluster.stop();
});

const asMap = (records: StoredRecord[]) =>
  new Map(records.map(record => [record.record.key, record]));

/** Records grow and move, come and go: the hardest of all changes. */
const BEFORE = models(30);
const AFTER = [
  ...models(25, { title: 'x'.repeat(1_500) }),
  ...['a', 'b', 'c'].map(key => storedModel(key)),
];
const MOVE = {
  upsert: AFTER,
  remove: BEFORE.slice(25).map(({ record }) => record.key),
};

describe('a writer that dies', () => {
  it('at any of its writes loses no record, and the next one finishes', async () => {
    let ended = false;
    for (let last = 0; !ended; last += 1) {
      const harness = await configMapHarness(cluster.client, SMALL);
      await change(harness.open(), { upsert: BEFORE });
      const dying = intercepted(cluster.client, async write => {
        if (write > last) {
          throw new Error('killed');
        }
      });
      ended = await change(harness.open({ client: dying }), MOVE).then(
        () => true,
        () => false,
      );

      const store = harness.open();
      const { records } = await store.read();
      for (const { record } of BEFORE.slice(0, 25)) {
        expect(records.has(record.key)).toBe(true);
      }
      await change(store, MOVE);
      const view = await harness.open().read();
      expect(view.records).toEqual(asMap(AFTER));
      expect(view.issues).toEqual([]);
    }
  });

  it('cannot finish later what another one has repaired meanwhile', async () => {
    const harness = await configMapHarness(cluster.client, SMALL);
    await change(harness.open(), { upsert: BEFORE });
    const stalling = intercepted(cluster.client, async write => {
      if (write === 3) {
        await change(harness.open(), { upsert: [storedModel('new')] });
      }
    });
    const grown = models(30, { title: 'late' });
    const late = change(harness.open({ client: stalling }), { upsert: grown });

    await expect(late).rejects.toThrow(StoreConflict);
    const view = await harness.open().read();
    expect(view.issues).toEqual([]);
    expect(view.records.has('new')).toBe(true);
  });
});

describe('two at once', () => {
  it('lets one of two writers win and refuses the other as a whole', async () => {
    const harness = await configMapHarness(cluster.client, SMALL);
    await change(harness.open(), { upsert: BEFORE });
    const titles = ['one', 'two'];
    const stores = titles.map(title => ({ title, store: harness.open() }));
    const views = await Promise.all(stores.map(({ store }) => store.read()));
    const outcomes = await Promise.allSettled(
      stores.map(({ store, title }, index) =>
        store.apply(
          {
            upsert: models(30, { title }),
            remove: [],
            blobs: new Map(),
            completedSources: [],
          },
          views[index]?.revision ?? '',
        ),
      ),
    );

    const lost = outcomes.filter(({ status }) => status === 'rejected');
    expect(lost).toEqual([
      expect.objectContaining({ reason: expect.any(StoreConflict) }),
    ]);
    const { records } = await harness.open().read();
    const found = new Set([...records.values()].map(r => r.record.title));
    expect(found.size).toBe(1);
  });

  it('lets a reader take only what is whole, at every moment of a write', async () => {
    const harness = await configMapHarness(cluster.client, SMALL);
    const before = await change(harness.open(), { upsert: BEFORE });
    const reader = harness.open();
    const looks: StoreView[] = [];
    const look = async () => {
      // One that has read before, and one that has just started.
      looks.push(await reader.read(), await harness.open().read());
    };
    const client = intercepted(cluster.client, look);
    const after = await change(harness.open({ client }), MOVE);
    await look();

    const wholes = looks.filter(({ unfinished }) => !unfinished);
    const revisions = new Set(wholes.map(({ revision }) => revision));
    expect([...revisions]).toEqual([before.revision, after.revision]);
    for (const { revision, records } of wholes) {
      const is = revision === after.revision ? after : before;
      expect(records).toEqual(is.records);
    }
    expect(wholes.length).toBeLessThan(looks.length);
  });
});

describe('a store that refuses', () => {
  it('is content with the documented Role', async () => {
    const harness = await configMapHarness(cluster.client, SMALL);
    const client = cluster.clientWith([
      'get',
      'list',
      'watch',
      'create',
      'update',
    ]);
    const store = harness.open({ client });
    await change(store, { upsert: BEFORE });
    await change(store, MOVE);

    expect((await store.read()).records).toEqual(asMap(AFTER));
  });

  it.each([
    [[], /Cannot read ConfigMap .*bac-import-model-state.*documented Role/],
    [['get'], /Cannot list ConfigMaps .*documented Role/],
    [
      ['get', 'list'],
      /Cannot create ConfigMap .*bac-import-model\b.*documented Role/,
    ],
  ])('with the verbs %j says what to grant', async (verbs, message) => {
    const harness = await configMapHarness(cluster.client, SMALL);
    const store = harness.open({ client: cluster.clientWith(verbs) });
    const refused = change(store, { upsert: BEFORE });

    await expect(refused).rejects.toThrow(StoreError);
    await expect(refused).rejects.toThrow(message);
  });

  it('names ConfigMap and largest record when Kubernetes finds a shard too large', async () => {
    const tooMuch = { fillBytes: 2_000_000, maxBytes: 2_000_000 };
    const harness = await configMapHarness(cluster.client, tooMuch);
    const large = storedModel('big/one', { title: 'x'.repeat(600_000) });
    const larger = storedModel('big/two', { title: 'x'.repeat(700_000) });
    const refused = change(harness.open(), { upsert: [large, larger] });

    await expect(refused).rejects.toThrow(StoreError);
    await expect(refused).rejects.toThrow(
      /bac-import-model .*2 changed records, the largest big\/two of \d+ bytes/,
    );
  });

  it('holds the old revision when the quota allows no further ConfigMap', async () => {
    const harness = await configMapHarness(cluster.client, SMALL);
    const first = await change(harness.open(), { upsert: models(3) });
    const client: KubernetesClient = {
      ...cluster.client,
      create: async path => {
        throw new HttpError(
          'answered 403: exceeded quota: maps, requested: count/configmaps=1',
          { kind: 'status', method: 'POST', url: path, status: 403 },
        );
      },
    };
    const store = harness.open({ client });

    await expect(change(store, { upsert: models(30) })).rejects.toThrow(
      /bac-import-model-1.*Raise the ResourceQuota/,
    );
    expect(await harness.open().read()).toEqual(first);
  });

  it('refuses a record whose text is too long, and keeps the others', async () => {
    const harness = await configMapHarness(cluster.client, SMALL);
    const text = Array.from({ length: 20_000 }, (_, i) =>
      String.fromCharCode(33 + ((i * i * 7919) % 9973)),
    ).join('');
    const digest = 'd'.repeat(64);
    const long = storedServer('long', {
      definition: { digest, origin: 'property' },
    });
    const refused = change(harness.open(), {
      upsert: [long, storedModel('short')],
      blobs: new Map([[digest, text]]),
    });

    await expect(refused).rejects.toThrow(/long: a text that it names takes/);
    const { records } = await harness.open().read();
    expect([...records.keys()]).toEqual(['short']);
  });
});
