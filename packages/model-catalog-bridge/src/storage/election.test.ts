/* eslint-disable @backstage/no-forbidden-package-imports -- the library's own rig, which no program gets */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createMemoryBacking,
  createMemoryStore,
  createRemoteStore,
  delay,
  Election,
  type Store,
  StoreFenced,
} from '@model-catalog/node';
import {
  configMapHarness,
  storedModel,
} from '@model-catalog/node/src/store/__testUtils__';
import {
  type Cluster,
  startCluster,
} from '@model-catalog/node/src/store/configMap/__testUtils__/startCluster';
import { serveStore } from './__testUtils__/serveStore';

jest.setTimeout(30_000);

/** Hurried, but for what is measured: a claim lives long enough for a busy machine. */
const TIMING = { ttlMs: 4_000, renewMs: 300, askMs: 200, doubtMs: 6_000 };

const KEYS = ['a', 'b', 'c'].map(name => `version/main/${name}/1`);

async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await check())) {
    if (Date.now() > deadline) {
      throw new Error('Not seen within 15 seconds');
    }
    await sleep(10);
  }
}

/** A pod: storage-rest with a driver of its own, and a process that wants to write through it. */
async function startPod(name: string, driver: Store) {
  const served = await serveStore(driver, 'secret');
  const client = createRemoteStore({
    url: served.url,
    token: async () => 'secret',
  });
  const life = new AbortController();
  let isKilled = false;
  /** A killed process says nothing any more, and hears nothing. */
  const unlessKilled = <T>(call: () => Promise<T>) =>
    isKilled ? new Promise<T>(() => {}) : call();
  let epoch = 0;
  const election = new Election({
    store: {
      claim: request => unlessKilled(() => client.claim(request)),
      release: holder => unlessKilled(() => client.release(holder)),
    },
    holder: name,
    timing: TIMING,
    now: () => performance.now(),
    delay,
    lead: async (ours, signal) => {
      epoch = ours;
      await delay(3_600_000, signal);
    },
  });
  const done = election.run(life.signal);
  return {
    name,
    client,
    write: async (key: string) => {
      const { revision } = await client.read();
      const upsert = [storedModel(key)];
      const nothing = { remove: [], blobs: new Map(), completedSources: [] };
      await client.apply({ ...nothing, upsert }, revision, epoch);
    },
    leads: () => !isKilled && election.state().isSure,
    kill: () => {
      isKilled = true;
    },
    stop: async () => {
      life.abort();
      await done;
    },
    close: async () => {
      life.abort();
      await done;
      await client.close();
      await served.close();
    },
  };
}
type Started = Awaited<ReturnType<typeof startPod>>;

describe('three pods on one store', () => {
  let cluster: Cluster;
  const pods: Started[] = [];
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterEach(async () => {
    await Promise.all(pods.splice(0).map(pod => pod.close()));
  });
  afterAll(() => cluster.stop());

  const inMemory = () => {
    const backing = createMemoryBacking();
    return () => createMemoryStore({ backing });
  };
  const inConfigMaps = async () => {
    const limits = { fillBytes: 20_000, maxBytes: 40_000 };
    const harness = await configMapHarness(cluster.client, limits);
    return () => harness.open();
  };

  it.each([
    ['in memory', inMemory],
    ['in ConfigMaps', inConfigMaps],
  ])(
    '%s have one writer, whatever becomes of it, and show the same',
    async (_where, open) => {
      const openDriver = await open();
      for (const name of ['a', 'b', 'c']) {
        pods.push(await startPod(name, openDriver()));
      }
      const leaders = () => pods.filter(pod => pod.leads());
      const oneLeads = async (but?: Started) => {
        await until(() => {
          expect(leaders().length).toBeLessThan(2);
          return leaders().length === 1 && leaders()[0] !== but;
        });
        const [leader] = leaders();
        if (!leader) {
          throw new Error('nobody leads');
        }
        return leader;
      };
      const allShow = (keys: string[]) =>
        until(async () => {
          const views = await Promise.all(pods.map(pod => pod.client.read()));
          const shown = views.map(view =>
            JSON.stringify([view.revision, [...view.records.keys()].sort()]),
          );
          const [first] = views;
          return (
            new Set(shown).size === 1 && first?.records.size === keys.length
          );
        });

      const first = await oneLeads();
      await first.write(KEYS[0] ?? '');
      await allShow(KEYS.slice(0, 1));

      first.kill();
      const killedAt = performance.now();
      const second = await oneLeads(first);
      // As 15 of 10 seconds, which a claim lives as a rule.
      expect(performance.now() - killedAt).toBeLessThan(1.5 * TIMING.ttlMs);
      await second.write(KEYS[1] ?? '');
      await expect(first.write(KEYS[2] ?? '')).rejects.toThrow(StoreFenced);
      await allShow(KEYS.slice(0, 2));

      await second.stop();
      const stoppedAt = performance.now();
      const third = await oneLeads(second);
      expect(performance.now() - stoppedAt).toBeLessThan(TIMING.ttlMs);
      await third.write(KEYS[2] ?? '');
      await allShow(KEYS);
    },
  );
});
