import {
  type ConfigMapHarness,
  configMapHarness,
  storedModel,
} from '../__testUtils__';
import { DEFAULT_LIMITS } from '../limits';
import type { Store } from '../types';
import { SMALL, STATE, change } from './__testUtils__/helpers';
import { type Cluster, startCluster } from './__testUtils__/startCluster';

let cluster: Cluster;
let harness: ConfigMapHarness;
beforeAll(async () => {
  cluster = await startCluster();
});
beforeEach(async () => {
  harness = await configMapHarness(cluster.client, DEFAULT_LIMITS);
});
afterAll(async () => {
  await cluster.stop();
});

/** Resolves once the API server has a watch open. */
async function watching() {
  while (cluster.simulator.kubernetes.watchCount() === 0) {
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

/** Follows, and tells when something is heard. */
function follower(store: Store) {
  const controller = new AbortController();
  let heard = 0;
  let wake = () => {};
  const ended = store.follow(controller.signal, () => {
    heard += 1;
    wake();
  });
  return {
    heard: () => heard,
    /** Does the task, and waits until something is heard. */
    hears: async (task: () => Promise<unknown> | void) => {
      const woken = new Promise<void>(resolve => {
        wake = resolve;
      });
      await task();
      await woken;
    },
    stop: async () => {
      controller.abort();
      await ended;
    },
  };
}

const theirs = (key: string) =>
  change(harness.open(), { upsert: [storedModel(key)] });

it('hears of others and not of itself', async () => {
  const store = harness.open();
  await change(store, {});
  const following = follower(store);
  await watching();

  await change(store, { upsert: [storedModel('mine')] });
  await following.hears(() => theirs('a'));

  expect(following.heard()).toBe(1);
  await following.stop();
});

it('hears nothing of the shards that it makes', async () => {
  harness = await configMapHarness(cluster.client, SMALL);
  const store = harness.open();
  await change(store, {});
  const following = follower(store);
  await watching();

  const title = 'x'.repeat(5_000);
  const upsert = ['a', 'b', 'c', 'd'].map(key => storedModel(key, { title }));
  await change(store, { upsert });
  expect(await harness.maps()).toHaveLength(5);
  await following.hears(() => theirs('e'));

  expect(following.heard()).toBe(1);
  await following.stop();
});

it('hears of the first write into an empty namespace', async () => {
  const following = follower(harness.open());

  await following.hears(() => theirs('a'));

  expect(following.heard()).toBeGreaterThan(0);
  await following.stop();
});

it.each(['end', 'destroy'] as const)(
  'hears what happens after its watch broke (%s)',
  async how => {
    const store = harness.open({ random: () => 0 });
    await change(store, {});
    const following = follower(store);
    await watching();
    cluster.simulator.dropWatches(how);
    await theirs('a');
    while ((await store.read()).records.size === 0) {
      await following.hears(() => {});
    }
    await watching();
    await following.hears(() => theirs('b'));

    expect((await store.read()).records.size).toBe(2);
    await following.stop();
  },
);

it('hears of what happened while nobody watched', async () => {
  const store = harness.open({ random: () => 0 });
  await change(store, {});
  const following = follower(store);
  await watching();
  cluster.simulator.dropWatches('end');
  await following.hears(() => cluster.deleteMap(harness.namespace, STATE));

  expect(following.heard()).toBe(1);
  await following.stop();
});

it('hears of what happened before the server forgot it', async () => {
  const store = harness.open({ random: () => 0 });
  await change(store, { upsert: [storedModel('a')] });
  const following = follower(store);
  await watching();
  cluster.simulator.dropWatches('end');
  await cluster.deleteMap(harness.namespace, 'bac-import-model');
  cluster.simulator.compact();
  while ((await store.read()).records.size > 0) {
    await following.hears(() => {});
  }
  expect((await store.read()).unfinished).toBe(true);
  await following.stop();
});

it('asks for a read at each try while it may not watch, ever more rarely', async () => {
  const waits: number[] = [];
  const controller = new AbortController();
  let heard = 0;
  const store = harness.open({
    client: cluster.clientWith(['get']),
    random: () => 0,
    delay: async ms => {
      waits.push(ms);
      await new Promise(resolve => setImmediate(resolve));
    },
  });
  await store.follow(controller.signal, () => {
    heard += 1;
    if (heard === 9) {
      controller.abort();
    }
  });

  expect(waits.slice(0, 3)).toEqual([250, 500, 1_000]);
  expect(Math.max(...waits)).toBe(15_000);
});
