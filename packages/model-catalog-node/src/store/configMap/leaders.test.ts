import { digestOf } from '@model-catalog/common';
import {
  asMap,
  cardOf,
  type ConfigMapHarness,
  configMapHarness,
  storedModel,
} from '../__testUtils__';
import {
  type Store,
  StoreConflict,
  StoreFenced,
  type StoreView,
} from '../types';
import {
  SMALL,
  STATE,
  change,
  intercepted,
  models,
  outcomeOf,
} from './__testUtils__/helpers';
import { type Cluster, startCluster } from './__testUtils__/startCluster';

jest.setTimeout(120_000);

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(async () => {
  await cluster.stop();
});

const LEASE = 'bac-import-model-lease';
const TTL_MS = 10_000;
const TEXT = '# A card';
const BEFORE = models(12);
/** What the old leader is about to write: records grow and move, come and go, with a text. */
const OLD = [
  ...models(10, { title: 'x'.repeat(1_500) }),
  storedModel('old', { card: cardOf(TEXT) }),
];
/** What the new leader knows to be true. */
const NEW = [
  ...models(11, { title: 'y'.repeat(400) }),
  storedModel('new', { card: cardOf(TEXT) }),
];
const BLOBS = new Map([[digestOf(TEXT), TEXT]]);

async function claim(store: Store, holder: string, replaces?: string) {
  const answer = await store.claim({ holder, ttlMs: TTL_MS, replaces });
  if (answer.kind !== 'held') {
    throw new Error(`${holder} must be granted the claim`);
  }
  return answer.epoch;
}

/** Makes the store hold these records, planning again after each conflict. */
async function make(store: Store, records: typeof NEW, epoch: number) {
  const keys = new Set(records.map(({ record }) => record.key));
  for (;;) {
    const view = await store.read();
    const gone = [...view.records.keys()].filter(key => !keys.has(key));
    const changes = { upsert: records, remove: gone, blobs: BLOBS };
    try {
      const all = { ...changes, completedSources: [] };
      return await store.apply(all, view.revision, epoch);
    } catch (error) {
      if (!(error instanceof StoreConflict)) {
        throw error;
      }
    }
  }
}

/** A client that stands still before one write until it is let go. */
function standing(at: number) {
  let reached = () => {};
  const isThere = new Promise<void>(resolve => {
    reached = resolve;
  });
  let goOn = () => {};
  const going = new Promise<void>(resolve => {
    goOn = resolve;
  });
  const client = intercepted(cluster.client, async write => {
    if (write === at) {
      reached();
      await going;
    }
  });
  return { client, isThere, goOn };
}

const titlesIn = (records: StoreView['records']) =>
  JSON.stringify(
    [...records].map(([key, { record }]) => [key, record.title]).sort(),
  );

/** Notes each whole view that a reader is shown, and gives those that nobody meant. */
function watcher(harness: ConfigMapHarness) {
  const meant = [BEFORE, OLD, NEW].map(asMap).map(titlesIn);
  const reader = harness.open();
  const strange: unknown[] = [];
  return {
    strange,
    look: async () => {
      for (const store of [reader, harness.open()]) {
        const { records, unfinished } = await store.read();
        const isMeant = meant.includes(titlesIn(records));
        if (!unfinished && !isMeant) {
          strange.push([...records.keys()]);
        }
      }
    },
  };
}

/**
 * An old leader stands still before its write `oldAt`; another takes over, and
 * before its own write `newAt` the old one goes on. Says whether both stood.
 */
async function interleave(oldAt: number, newAt: number) {
  const harness = await configMapHarness(cluster.client, SMALL);
  const first = harness.open();
  const oldEpoch = await claim(first, 'old');
  await make(first, BEFORE, oldEpoch);
  const { look, strange } = watcher(harness);

  const pause = standing(oldAt);
  const late = make(harness.open({ client: pause.client }), OLD, oldEpoch);
  const outcome = outcomeOf(late);
  const stood = await Promise.race([
    pause.isThere.then(() => true),
    outcome.then(() => false),
  ]);
  await look();

  const newEpoch = await claim(harness.open(), 'new', 'old');
  let wentOn = false;
  const client = intercepted(cluster.client, async write => {
    await look();
    if (write === newAt) {
      wentOn = true;
      pause.goOn();
      await outcome;
    }
  });
  await make(harness.open({ client }), NEW, newEpoch);
  pause.goOn();
  const came = await outcome;
  // It may have ended before anything else was planned; then that is planned on it.
  const view = await make(harness.open(), NEW, newEpoch);
  await look();
  return { harness, came, view, strange, stood, wentOn };
}

it('refuses an old leader at whatever write it stood still, whenever it goes on', async () => {
  let isMore = true;
  for (let oldAt = 1; isMore; oldAt += 1) {
    for (let newAt = 1; ; newAt += 1) {
      const { harness, came, view, strange, stood, wentOn } = await interleave(
        oldAt,
        newAt,
      );
      isMore = stood;
      expect(strange).toEqual([]);
      expect(view.records).toEqual(asMap(NEW));
      const seen = await harness.open().read();
      expect(seen).toMatchObject({ unfinished: false, issues: [] });
      expect(seen.records).toEqual(asMap(NEW));
      expect(await harness.open().blob(digestOf(TEXT))).toBe(TEXT);
      expect(!stood || came === 'written' || came instanceof StoreFenced).toBe(
        true,
      );
      if (!stood || !wentOn) {
        break;
      }
    }
  }
});

describe('the lease', () => {
  const clock = { now: 0 };
  const now = () => clock.now;
  const start = async () => {
    const harness = await configMapHarness(cluster.client, SMALL);
    return { harness, a: harness.open({ now }), b: harness.open({ now }) };
  };
  const taken = { kind: 'taken' };

  it.each([
    [
      'deleted',
      ({ namespace }: ConfigMapHarness) => cluster.deleteMap(namespace, LEASE),
    ],
    [
      'damaged',
      (harness: ConfigMapHarness) =>
        harness.put(LEASE, { data: { 'lease.json': '{"holder":1}' } }),
    ],
  ])('comes back to its holder when it was %s', async (_, act) => {
    const { harness, a, b } = await start();
    const epoch = await claim(a, 'a');
    await act(harness);

    expect(await b.claim({ holder: 'b', ttlMs: TTL_MS })).toMatchObject(taken);
    expect(await a.claim({ holder: 'a', ttlMs: TTL_MS, epoch })).toEqual({
      kind: 'held',
      epoch,
    });
    expect(await b.claim({ holder: 'b', ttlMs: TTL_MS })).toEqual({
      kind: 'taken',
      holder: 'a',
    });
    await make(a, BEFORE, epoch);
  });

  it('that was deleted goes to another when nobody renews it, with a higher epoch', async () => {
    const { harness, a, b } = await start();
    const epoch = await claim(a, 'a');
    await cluster.deleteMap(harness.namespace, LEASE);

    expect(await b.claim({ holder: 'b', ttlMs: TTL_MS })).toMatchObject(taken);
    clock.now += TTL_MS;
    expect(await claim(b, 'b')).toBe(epoch + 1);
    expect(await a.claim({ holder: 'a', ttlMs: TTL_MS, epoch })).toEqual({
      kind: 'taken',
      holder: 'b',
    });
    await expect(make(a, BEFORE, epoch)).rejects.toThrow(StoreFenced);
  });

  it('holds as long as it is renewed, by the clock of who asks', async () => {
    const { a, b } = await start();
    const epoch = await claim(a, 'a');
    for (let seconds = 0; seconds < 30; seconds += 3) {
      clock.now += 3_000;
      await a.claim({ holder: 'a', ttlMs: TTL_MS, epoch });
      expect(await b.claim({ holder: 'b', ttlMs: TTL_MS })).toMatchObject(
        taken,
      );
    }
    clock.now += TTL_MS - 1;
    expect(await b.claim({ holder: 'b', ttlMs: TTL_MS })).toMatchObject(taken);
    clock.now += 1;
    expect(await claim(b, 'b')).toBe(epoch + 1);
  });

  it('is no news to those who follow the store', async () => {
    const { harness, a, b } = await start();
    const epoch = await claim(a, 'a');
    await make(a, BEFORE, epoch);
    await b.read();
    let heard = 0;
    const stop = new AbortController();
    const told = new Promise<void>(resolve => {
      b.follow(stop.signal, () => {
        heard += 1;
        resolve();
      }).catch(() => {});
    });
    for (let renewals = 0; renewals < 3; renewals += 1) {
      await a.claim({ holder: 'a', ttlMs: TTL_MS, epoch });
    }
    await change(harness.open(), { completedSources: ['kserve'] });
    await told;
    stop.abort();

    expect(heard).toBe(1);
  });

  it.each([
    ['all else was deleted', [LEASE], 'BEFORE'],
    ['it was deleted with all else', [], 'StoreConflict'],
  ])('is with its holder still when %s', async (_, kept, early) => {
    const { harness, a } = await start();
    const epoch = await claim(a, 'a');
    await make(a, BEFORE, epoch);
    for (const { metadata } of await harness.maps()) {
      if (!kept.includes(metadata.name)) {
        await cluster.deleteMap(harness.namespace, metadata.name);
      }
    }
    const changes = { upsert: BEFORE, remove: [], completedSources: [] };
    const { revision } = await a.read();
    const outcome = await a
      .apply({ ...changes, blobs: BLOBS }, revision, epoch)
      .then(() => 'BEFORE', String);
    expect(outcome).toContain(early);
    await a.claim({ holder: 'a', ttlMs: TTL_MS, epoch });

    await make(a, NEW, epoch);
    const maps = await harness.maps();
    expect((await harness.open().read()).records).toEqual(asMap(NEW));
    const state = maps.find(({ metadata }) => metadata.name === STATE);
    expect(state?.data?.['state.json']).toContain(`"epoch":${epoch}`);
  });
});
