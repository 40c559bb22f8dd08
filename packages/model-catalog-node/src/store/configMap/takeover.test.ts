import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod/v4';
import { digestOf } from '@model-catalog/common';
import { cardOf, configMapHarness, storedModel } from '../__testUtils__';
import { DEFAULT_LIMITS } from '../limits';
import {
  SMALL,
  STATE,
  change,
  models,
  placesOf,
} from './__testUtils__/helpers';
import { type Cluster, startCluster } from './__testUtils__/startCluster';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(async () => {
  await cluster.stop();
});

describe('what others left or did', () => {
  const recorded = z
    .object({ binaryData: z.record(z.string(), z.string()) })
    .parse(
      JSON.parse(
        readFileSync(
          join(__dirname, '../__fixtures__/bac-import-model-go-0a79a60.json'),
          'utf8',
        ),
      ),
    );

  it('takes over the ConfigMap of the connector before', async () => {
    const harness = await configMapHarness(cluster.client, DEFAULT_LIMITS);
    await harness.put('bac-import-model', recorded);
    await harness.put('bac-import-model-1', recorded);
    const store = harness.open();

    const before = await store.read();
    expect(before).toMatchObject({ synced: false, records: new Map() });
    expect(before.issues).toEqual([
      expect.stringContaining('demo_sklearn-iris'),
      expect.stringContaining('bac-import-model-1'),
    ]);

    const after = await change(store, { upsert: [storedModel('a')] });
    expect(after.issues).toEqual([]);
    expect((await placesOf(harness)).size).toBe(1);
    expect((await harness.open().read()).issues).toEqual([]);
  });

  it.each([
    ['stays', 'while a source fails', 'failed', 1],
    ['goes', 'once every source was read', 'complete', 0],
  ] as const)(
    'a damaged value that is not written again %s %s',
    async (_stays, _when, state, issues) => {
      const harness = await configMapHarness(cluster.client, DEFAULT_LIMITS);
      const two = storedModel('two');
      await change(harness.open(), { upsert: [storedModel('one'), two] });
      const [map] = await harness.maps();
      const [one = ''] = Object.keys(map?.binaryData ?? {});
      const damaged = { ...map?.binaryData, [one]: 'bm90aGluZw==' };
      await harness.put('bac-import-model', { binaryData: damaged });

      const since = '2026-01-01T00:00:00.000Z';
      const status = { sources: [{ id: 'kserve', state, since }], removed: [] };
      await change(harness.open(), { status });

      const view = await harness.open().read();
      expect([...view.records.keys()]).toEqual(['two']);
      expect(view.issues).toHaveLength(issues);
      expect(view).toMatchObject({ unfinished: false, needsRepair: false });
    },
  );

  it.each([
    ['no JSON', 'hello'],
    ['JSON of something else', '{"record":{"kind":"model"}}'],
    [
      'a body that is none',
      '{"body":"aGVsbG8=","record":{"kind":"model"},"facets":{},"blobs":{}}',
    ],
  ])('reports a damaged value (%s) and keeps the rest', async (_name, text) => {
    const harness = await configMapHarness(cluster.client, DEFAULT_LIMITS);
    const [one, two] = [storedModel('one'), storedModel('two')];
    await change(harness.open(), { upsert: [one, two] });
    const [map] = await harness.maps();
    const damaged = Object.keys(map?.binaryData ?? {}).find(key =>
      key.startsWith('one.'),
    );
    await harness.put('bac-import-model', {
      binaryData: {
        ...map?.binaryData,
        [damaged ?? '']: Buffer.from(text).toString('base64'),
      },
    });

    const store = harness.open();
    const view = await store.read();
    expect([...view.records.keys()]).toEqual(['two']);
    expect(view.needsRepair).toBe(true);
    expect(view.issues.join()).toContain(damaged);

    await change(store, { upsert: [one] });
    const healed = await harness.open().read();
    expect([...healed.records.keys()]).toEqual(['one', 'two']);
    expect(healed).toMatchObject({ issues: [], needsRepair: false });
  });

  it('keeps labels, annotations and data that others put there', async () => {
    const harness = await configMapHarness(cluster.client, DEFAULT_LIMITS);
    await harness.put('bac-import-model', { data: { note: 'mine' } });
    await change(harness.open(), { upsert: [storedModel('a')] });

    const [map] = await harness.maps();
    expect(map?.data).toEqual({ note: 'mine' });
  });

  it('finds its records when the state was deleted', async () => {
    const harness = await configMapHarness(cluster.client, SMALL);
    await change(harness.open(), { upsert: models(40) });
    await cluster.deleteMap(harness.namespace, STATE);

    const store = harness.open();
    expect(await store.read()).toMatchObject({
      synced: false,
      unfinished: true,
      issues: [],
    });
    expect((await store.read()).records.size).toBe(40);
    await change(store, {});
    expect(await harness.open().read()).toMatchObject({ synced: true });
  });

  it('gives no text that is not what its digest says', async () => {
    const harness = await configMapHarness(cluster.client, DEFAULT_LIMITS);
    const texts = ['# one', '# two'];
    await change(harness.open(), {
      upsert: texts.map(text => storedModel(text, { card: cardOf(text) })),
      blobs: new Map(texts.map(text => [digestOf(text), text])),
    });
    const [one = '', two = ''] = texts.map(digestOf);
    const map = (await harness.maps()).find(({ metadata }) =>
      metadata.name.includes('-blob-'),
    );
    await harness.put('bac-import-model-blob-0', {
      binaryData: {
        [one]: map?.binaryData?.[two] ?? '',
        [two]: Buffer.from('no gzip').toString('base64'),
      },
    });

    const store = harness.open();
    expect(await store.blob(one)).toBeUndefined();
    expect(await store.blob(two)).toBeUndefined();
  });

  it('refuses to touch what a newer release wrote', async () => {
    const harness = await configMapHarness(cluster.client, DEFAULT_LIMITS);
    await harness.put(STATE, { data: { 'state.json': '{"format":2}' } });

    await expect(harness.open().read()).rejects.toThrow(/newer release/);
  });

  it('starts from the shards when the state is damaged', async () => {
    const harness = await configMapHarness(cluster.client, SMALL);
    await change(harness.open(), { upsert: models(3) });
    await harness.put(STATE, { data: { 'state.json': '{"format":1}' } });

    const view = await harness.open().read();
    expect(view.records.size).toBe(3);
    expect(view.issues).toEqual([expect.stringContaining(STATE)]);
  });
});
