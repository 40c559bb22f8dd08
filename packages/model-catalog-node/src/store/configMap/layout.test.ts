import { z } from 'zod/v4';
import { ModelCatalog, digestOf } from '@model-catalog/common';
import {
  cardOf,
  configMapHarness,
  storedModel,
  storedServer,
} from '../__testUtils__';
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

const decode = (base64: string): unknown =>
  JSON.parse(Buffer.from(base64, 'base64').toString());
const WithBody = z.object({ body: z.string() });

describe('what an administrator sees', () => {
  it('prints each document by the documented command: value, body, JSON', async () => {
    const harness = await configMapHarness(cluster.client, DEFAULT_LIMITS);
    const model = storedModel('version/main/granite 3.1/日本');
    const server = storedServer('server/local/demo/inferenceservice/g');
    await change(harness.open(), { upsert: [model, server] });

    const map = (await harness.maps()).find(
      ({ metadata }) => metadata.name === 'bac-import-model',
    );
    const printed = Object.entries(map?.binaryData ?? {}).map(
      ([key, value]) => {
        expect(key).toMatch(/^[-_a-zA-Z0-9][-._a-zA-Z0-9]{0,252}$/);
        return ModelCatalog.parse(decode(WithBody.parse(decode(value)).body));
      },
    );
    expect(printed).toHaveLength(2);
    expect(printed).toContainEqual({ models: [model.record.model] });
    expect(printed).toContainEqual({
      models: [],
      modelServer: server.record.server,
    });
  });

  it('says nothing twice inside of a value', async () => {
    const harness = await configMapHarness(cluster.client, DEFAULT_LIMITS);
    await change(harness.open(), { upsert: [storedModel('a')] });

    const [map] = await harness.maps();
    const [value = ''] = Object.values(map?.binaryData ?? {});
    expect(decode(value)).not.toHaveProperty('record.model');
  });
});

describe('how much is written and read', () => {
  it('writes 600 records with one write per ConfigMap', async () => {
    const harness = await configMapHarness(cluster.client, DEFAULT_LIMITS);
    const description = 'x'.repeat(2_000);
    await change(harness.open(), {
      upsert: models(600).map(({ record: { key } }) =>
        storedModel(key, {}, { description }),
      ),
    });

    const shards = new Set((await placesOf(harness)).values());
    expect(shards.size).toBeGreaterThan(1);
    expect(harness.written.filter(name => name === STATE)).toHaveLength(1);
    // Each shard is created empty, then filled.
    expect(harness.written).toHaveLength(1 + 2 * shards.size);
  });

  it('rewrites one shard for one changed record, and the small state', async () => {
    const harness = await configMapHarness(cluster.client, SMALL);
    await change(harness.open(), { upsert: models(40) });
    const before = await placesOf(harness);
    harness.written.length = 0;

    const changed = storedModel('version/main/granite/33', { title: 'New' });
    await change(harness.open(), { upsert: [changed] });

    expect(harness.written).toEqual([
      STATE,
      expect.stringMatching(/-model-\d/),
    ]);
    expect(await placesOf(harness)).toEqual(before);
  });

  it('reads the versions and the state when nothing changed, and only changed shards else', async () => {
    const harness = await configMapHarness(cluster.client, SMALL);
    const writer = harness.open();
    await change(writer, { upsert: models(40) });
    const reader = harness.open();
    await reader.read();

    const requests = async (task: () => Promise<unknown>) => {
      const before = harness.requests();
      await task();
      return harness.requests() - before;
    };
    expect(await requests(() => reader.read())).toBe(2);
    await change(writer, { upsert: [storedModel('version/main/granite/33')] });
    await change(writer, { remove: ['version/main/granite/33'] });
    expect(await requests(() => reader.read())).toBe(3);
    expect((await reader.read()).records.size).toBe(39);
  });

  it('changes a definition with three writes: text, state, shard', async () => {
    const harness = await configMapHarness(cluster.client, DEFAULT_LIMITS);
    const store = harness.open();
    const write = (text: string) =>
      change(store, {
        upsert: [storedModel('a', { card: cardOf(text) })],
        blobs: new Map([[digestOf(text), text]]),
      });
    await write('# one');
    for (const text of ['# two', '# three']) {
      harness.written.length = 0;
      await write(text);
      expect(harness.written).toEqual([
        'bac-import-model-blob-0',
        STATE,
        'bac-import-model',
      ]);
    }
    // The text before goes with the next write, and no text before that is left.
    expect((await harness.blobs()).sort()).toEqual(
      ['# two', '# three'].map(digestOf).sort(),
    );
    expect(await harness.open().blob(digestOf('# three'))).toBe('# three');
  });

  it('keeps a shard that became empty, and fills it again', async () => {
    const harness = await configMapHarness(cluster.client, SMALL);
    const store = harness.open();
    const all = models(40);
    await change(store, { upsert: all });
    const names = (await harness.maps()).map(({ metadata }) => metadata.name);
    await change(store, { remove: all.map(({ record }) => record.key) });
    expect((await harness.maps()).map(({ metadata }) => metadata.name)).toEqual(
      names,
    );
    await change(store, { upsert: all });
    expect((await harness.maps()).map(({ metadata }) => metadata.name)).toEqual(
      names,
    );
  });

  it('moves records that outgrow their shard and loses none', async () => {
    const harness = await configMapHarness(cluster.client, SMALL);
    await change(harness.open(), { upsert: models(40) });
    const grown = models(40, { title: 'x'.repeat(3_000) });
    await change(harness.open(), { upsert: grown });

    const { records } = await harness.open().read();
    expect([...records.values()]).toEqual(expect.arrayContaining(grown));
    expect(records.size).toBe(40);
    for (const { binaryData } of await harness.maps()) {
      const bytes = Buffer.from(
        Object.values(binaryData ?? {}).join(''),
        'base64',
      );
      expect(bytes.length).toBeLessThan(SMALL.maxBytes);
    }
  });

  it('spreads long texts over ConfigMaps of their own', async () => {
    const harness = await configMapHarness(cluster.client, SMALL);
    const noise = (seed: number) =>
      Array.from({ length: 60 }, (_, i) => digestOf(`${seed}/${i}`)).join('');
    const texts = Array.from({ length: 8 }, (_, index) => noise(index));
    await change(harness.open(), {
      upsert: texts.map(text => storedModel(text, { card: cardOf(text) })),
      blobs: new Map(texts.map(text => [digestOf(text), text])),
    });

    const reader = harness.open();
    for (const text of texts) {
      expect(await reader.blob(digestOf(text))).toBe(text);
    }
    const names = (await harness.maps()).map(({ metadata }) => metadata.name);
    expect(names).toContain('bac-import-model-blob-0');
    expect(names).toContain('bac-import-model-blob-1');
  });
});
