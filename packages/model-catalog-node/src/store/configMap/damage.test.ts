import { digestOf } from '@model-catalog/common';
import {
  cardOf,
  type ConfigMapHarness,
  configMapHarness,
  storedModel,
} from '../__testUtils__';
import type { StoreView } from '../types';
import { SMALL, STATE, change, models } from './__testUtils__/helpers';
import { type Cluster, startCluster } from './__testUtils__/startCluster';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(async () => {
  await cluster.stop();
});

const TEXT = '# What it is\n'.repeat(40);
const RECORDS = [...models(40), storedModel('card', { card: cardOf(TEXT) })];
const ALL = { upsert: RECORDS, blobs: new Map([[digestOf(TEXT), TEXT]]) };
const MAIN = 'bac-import-model';
const SHARD = 'bac-import-model-1';
const SHARDS = [
  'bac-import-model',
  ...[1, 2, 3, 4, 5].map(number => `bac-import-model-${number}`),
];
const BLOBS = 'bac-import-model-blob-0';

type Values = Record<string, string>;

/** Something that somebody does by hand. */
type Deed = {
  name: string;
  act: (harness: ConfigMapHarness) => Promise<unknown>;
  /** What is said of it. */
  says: RegExp;
  /** What is seen of it. */
  shows: Partial<StoreView>;
  /** The ConfigMaps that are written to repair it. */
  writes: string[];
};

async function remove({ namespace }: ConfigMapHarness, ...names: string[]) {
  for (const name of names) {
    await cluster.deleteMap(namespace, name);
  }
}

async function valuesOf(harness: ConfigMapHarness, name: string) {
  const maps = await harness.maps();
  return maps.find(({ metadata }) => metadata.name === name)?.binaryData ?? {};
}

async function edit(
  harness: ConfigMapHarness,
  name: string,
  how: (values: Values) => Values,
) {
  const binaryData = how(await valuesOf(harness, name));
  await harness.put(name, { binaryData });
}

const TORN = { unfinished: true, needsRepair: true };
const STATELESS = { unfinished: true, needsRepair: true, synced: false };
const TEXTLESS = {
  unfinished: false,
  missingTexts: new Set([digestOf(TEXT)]),
};
const NOTHING = /^$/;
const CHANGED = /bac-import-model-1 was changed by somebody else/;

const DEEDS: Deed[] = [
  {
    name: 'a shard is deleted',
    act: harness => remove(harness, SHARD),
    says: /bac-import-model-1 was deleted/,
    shows: TORN,
    writes: [SHARD, STATE],
  },
  {
    name: 'bac-import-model is deleted',
    act: harness => remove(harness, MAIN),
    says: /bac-import-model was deleted/,
    shows: TORN,
    writes: [MAIN, STATE],
  },
  {
    name: 'the state is deleted',
    act: harness => remove(harness, STATE),
    says: NOTHING,
    shows: STATELESS,
    // Somebody may be about to write to a shard; touched, it refuses that.
    writes: [...SHARDS, STATE],
  },
  {
    name: 'the state is damaged',
    act: harness => harness.put(STATE, { data: { 'state.json': '{' } }),
    says: /bac-import-model-state: state.json cannot be read/,
    shows: STATELESS,
    // Somebody may be about to write to a shard; touched, it refuses that.
    writes: [...SHARDS, STATE],
  },
  {
    name: 'a value is damaged',
    act: harness =>
      edit(harness, SHARD, values => {
        const [first = ''] = Object.keys(values);
        return { ...values, [first]: 'bm90aGluZw==' };
      }),
    says: CHANGED,
    shows: TORN,
    writes: [SHARD, STATE],
  },
  {
    name: 'a value is taken out',
    act: harness =>
      edit(harness, SHARD, values =>
        Object.fromEntries(Object.entries(values).slice(1)),
      ),
    says: CHANGED,
    shows: TORN,
    writes: [SHARD, STATE],
  },
  {
    name: 'a value is replaced by an older one',
    act: harness =>
      edit(harness, SHARD, values => {
        const [[first, value] = ['', '']] = Object.entries(values);
        const text = Buffer.from(value, 'base64').toString();
        const older = text.replace('"key"', '"title":"Older","key"');
        return { ...values, [first]: Buffer.from(older).toString('base64') };
      }),
    says: CHANGED,
    shows: TORN,
    writes: [SHARD, STATE],
  },
  {
    name: 'the values of one shard are put into another',
    act: async harness => {
      const values = await valuesOf(harness, MAIN);
      await edit(harness, SHARD, () => values);
    },
    says: CHANGED,
    shows: TORN,
    writes: [MAIN, SHARD, STATE],
  },
  {
    name: 'a label is taken off',
    act: async harness => {
      const binaryData = await valuesOf(harness, SHARD);
      await harness.put(SHARD, { binaryData }, { labels: {} });
    },
    says: NOTHING,
    shows: { unfinished: false, needsRepair: true },
    writes: [SHARD, STATE],
  },
  {
    name: 'the texts are deleted',
    act: harness => remove(harness, BLOBS),
    says: NOTHING,
    shows: TEXTLESS,
    writes: [BLOBS, STATE],
  },
  {
    name: 'a text is taken out',
    act: harness => edit(harness, BLOBS, () => ({})),
    says: NOTHING,
    shows: TEXTLESS,
    writes: [BLOBS, STATE],
  },
  {
    name: 'a text is damaged',
    act: harness =>
      edit(harness, BLOBS, () => ({ [digestOf(TEXT)]: 'bm90aGluZw==' })),
    says: NOTHING,
    shows: TEXTLESS,
    writes: [BLOBS, STATE],
  },
  {
    name: 'everything is deleted',
    act: async harness => {
      const maps = await harness.maps();
      await remove(harness, ...maps.map(({ metadata }) => metadata.name));
    },
    says: NOTHING,
    shows: { unfinished: true, synced: false, records: new Map() },
    writes: [
      MAIN,
      ...[1, 2, 3, 4, 5].map(index => `${MAIN}-${index}`),
      BLOBS,
      STATE,
    ],
  },
];

/** A store that was filled, is followed, and is asked for nothing unless it hears something. */
async function runningStore() {
  const harness = await configMapHarness(cluster.client, SMALL);
  const store = harness.open({ random: () => 0 });
  await change(store, ALL);
  const stop = new AbortController();
  const watches = cluster.simulator.kubernetes.watchCount();
  let heard = 0;
  const following = store.follow(stop.signal, () => {
    heard += 1;
  });
  while (cluster.simulator.kubernetes.watchCount() === watches) {
    await new Promise(resolve => setTimeout(resolve, 5));
  }
  /** The first view, of those read after something was heard, that is as expected. */
  const sees = async (expected: Partial<StoreView>): Promise<StoreView> => {
    for (let read = 0; ; ) {
      if (heard > read) {
        read = heard;
        const view = await store.read();
        if (isLike(view, expected)) {
          return view;
        }
      }
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  };
  const end = async () => {
    stop.abort();
    await following;
  };
  return { harness, store, sees, end };
}

function isLike(view: StoreView, expected: Partial<StoreView>): boolean {
  try {
    expect(view).toMatchObject(expected);
    return true;
  } catch {
    return false;
  }
}

describe.each(DEEDS)('when $name', ({ act, says, shows, writes }) => {
  it('the writer that runs is told, and repairs that and nothing else', async () => {
    const { harness, store, sees, end } = await runningStore();
    await act(harness);
    const view = await sees(shows);
    expect(view.issues.join('\n')).toMatch(says);

    harness.written.length = 0;
    await change(store, ALL);
    await end();
    expect([...new Set(harness.written)].sort()).toEqual(writes);
    const healed = await harness.open().read();
    expect(healed).toMatchObject({
      synced: true,
      unfinished: false,
      needsRepair: false,
      issues: [],
      missingTexts: new Set(),
    });
    expect(healed.records).toEqual(
      new Map(RECORDS.map(record => [record.record.key, record])),
    );
    expect(await harness.open().blob(digestOf(TEXT))).toBe(TEXT);
  });
});

it('can be read again when the state was deleted together with some of the texts', async () => {
  const harness = await configMapHarness(cluster.client, SMALL);
  const texts = Array.from({ length: 8 }, (_, seed) =>
    Array.from({ length: 60 }, (__, i) => digestOf(`${seed}/${i}`)).join(''),
  );
  const all = {
    upsert: texts.map(text => storedModel(text, { card: cardOf(text) })),
    blobs: new Map(texts.map(text => [digestOf(text), text])),
  };
  await change(harness.open(), all);
  await remove(harness, STATE, 'bac-import-model-blob-1');
  await change(harness.open(), all);

  expect(await harness.open().read()).toMatchObject({
    synced: true,
    unfinished: false,
    issues: [],
    missingTexts: new Set(),
  });
  for (const text of texts) {
    expect(await harness.open().blob(digestOf(text))).toBe(text);
  }
});

it('asks only for the state while its watch says that all is as it was', async () => {
  const { harness, store, end } = await runningStore();
  const before = harness.requests();
  await store.read();
  await store.read();

  expect(harness.requests()).toBe(before + 2);
  await end();
});
