import { delay } from '../http';
import { createReflector } from './reflector';
import type { ReflectorSettings } from './reflectorOptions';
import {
  Labelled,
  READ_SERVICES,
  startTestCluster,
  TestCluster,
  until,
} from './__testUtils__/testCluster';

const LIST = 'GET inferenceservices.serving.kserve.io';
const WATCH = `${LIST}?watch`;

type RigOptions = {
  cluster: TestCluster;
  settings?: Partial<ReflectorSettings>;
  token?: string;
  wasComplete?: boolean;
};

/** A reflector of the label `value` of each InferenceService. */
function startRig({ cluster, settings, token, wasComplete }: RigOptions) {
  const client = cluster.clientOf(token ?? cluster.kubernetes.token);
  const clock = { skewMs: 0 };
  const states: string[] = [];
  const counts = { changes: 0, lists: 0 };
  const controller = new AbortController();
  const reflector = createReflector<string | undefined>({
    client,
    path: '/apis/serving.kserve.io/v1beta1/inferenceservices',
    parse: raw => Labelled.safeParse(raw).data?.metadata.labels?.value,
    now: () => Date.now() + clock.skewMs,
    delay,
    onChange: () => {
      counts.changes += 1;
      const { state } = reflector.state();
      if (states.at(-1) !== state) {
        states.push(state);
      }
    },
    onListed: () => {
      counts.lists += 1;
    },
    wasComplete,
    settings: {
      shortWatchMs: 0,
      unavailableRetryMs: 20,
      backoff: { minMs: 5, maxMs: 20, resetAfterMs: 1_000 },
      ...settings,
    },
  });
  const running = reflector.run(controller.signal);
  const held = () =>
    [...reflector.objects()].map(([name, value]) => `${name}=${value}`).sort();
  return {
    reflector,
    states,
    counts,
    clock,
    holds: (...expected: string[]) =>
      until(
        () => held().join() === expected.join(),
        () => `${expected}, last held ${held()}`,
      ),
    stop: async () => {
      controller.abort();
      await running;
      await client.close();
    },
  };
}

describe('createReflector', () => {
  const open: Array<{ stop(): Promise<void> }> = [];

  afterEach(async () => {
    for (const one of open.splice(0).reverse()) {
      await one.stop();
    }
  });

  async function startCluster(
    options: Parameters<typeof startTestCluster>[0] = {},
    names: string[] = [],
  ) {
    const cluster = await startTestCluster(options);
    open.push(cluster);
    for (const name of names) {
      await cluster.create(name, { labels: { value: '1' } });
    }
    return cluster;
  }

  function start(options: RigOptions) {
    const rig = startRig(options);
    open.push(rig);
    return rig;
  }

  const watched = (cluster: TestCluster) =>
    until(
      () => cluster.kubernetes.watchCount() === 1,
      () => 'a watch',
    );
  const unwatched = (cluster: TestCluster) =>
    until(
      () => cluster.kubernetes.watchCount() === 0,
      () => 'no watch',
    );
  const one = { labels: { value: '1' } };

  it('lists in pages, then follows what is added, changed and deleted', async () => {
    const cluster = await startCluster({}, ['a', 'b', 'c', 'd', 'e']);
    const rig = start({ cluster, settings: { pageSize: 2 } });
    await rig.holds(...[...'abcde'].map(name => `default/${name}=1`));
    await watched(cluster);
    expect(cluster.requests(LIST)).toBe(3);
    await cluster.create('f', one);
    await cluster.patch('a', { metadata: { labels: { value: '2' } } });
    for (const name of 'bcde') {
      await cluster.remove(name);
    }
    await rig.holds('default/a=2', 'default/f=1');
    expect([...rig.reflector.removed()].sort()).toEqual(
      [...'bcde'].map(name => `default/${name}`),
    );
    expect(cluster.requests(LIST)).toBe(3);
    expect(rig.states).toEqual(['fresh']);
  });

  it('asks for nothing when what it reads has not changed', async () => {
    const cluster = await startCluster({}, ['a']);
    const rig = start({ cluster });
    await watched(cluster);
    const { changes } = rig.counts;
    await cluster.patch('a', { metadata: { annotations: { other: 'x' } } });
    await cluster.create('b', one);
    await rig.holds('default/a=1', 'default/b=1');
    expect(rig.counts.changes).toBe(changes + 1);
  });

  it.each(['destroy', 'end'] as const)(
    'goes on where a watch stopped (%s), without a list',
    async how => {
      const cluster = await startCluster({}, ['a', 'b']);
      const rig = start({ cluster });
      await watched(cluster);
      cluster.faults.set({ mode: '503', path: 'watch=true', times: 4 });
      cluster.kubernetes.dropWatches(how);
      await unwatched(cluster);
      await cluster.remove('a');
      await cluster.create('c', one);
      await rig.holds('default/b=1', 'default/c=1');
      expect([...rig.reflector.removed()]).toEqual(['default/a']);
      expect(cluster.requests(LIST)).toBe(1);
      expect(rig.states).toEqual(['fresh']);
    },
  );

  it.each(['event', 'status'] as const)(
    'lists again when its version was compacted away (410 as %s)',
    async goneAs => {
      const cluster = await startCluster(
        { watch: { bookmarkIntervalMs: 60_000, goneAs } },
        ['a', 'b'],
      );
      const rig = start({ cluster });
      await watched(cluster);
      cluster.faults.set({ mode: 'drop', path: 'watch=true' });
      cluster.kubernetes.dropWatches();
      await unwatched(cluster);
      await cluster.remove('a');
      await cluster.create('c', one);
      cluster.kubernetes.compact();
      cluster.faults.heal();
      await rig.holds('default/b=1', 'default/c=1');
      await watched(cluster);
      expect(cluster.requests(LIST)).toBeGreaterThan(1);
      expect([...rig.reflector.removed()]).toEqual([]);
      expect(rig.states).toEqual(['fresh']);
    },
  );

  it('lists again from time to time', async () => {
    const cluster = await startCluster({}, ['a']);
    const rig = start({ cluster, settings: { relistMs: 300 } });
    await until(
      () => cluster.requests(LIST) >= 3,
      () => 'three lists',
    );
    await until(
      () => rig.counts.lists >= 3,
      () => 'three lists told',
    );
    expect(rig.reflector.listings()).toBe(rig.counts.lists);
    expect(rig.counts.changes).toBeLessThanOrEqual(2);
    expect(rig.states).toEqual(['fresh']);
  });

  it('keeps the watch while the list from time to time fails', async () => {
    const cluster = await startCluster({}, ['a']);
    const rig = start({ cluster, settings: { relistMs: 200 } });
    await watched(cluster);
    cluster.faults.set({ mode: '503', path: 'limit=' });
    const before = cluster.requests(WATCH);
    await until(
      () => cluster.requests(WATCH) > before,
      () => 'the next watch',
    );
    await cluster.create('b', one);
    await rig.holds('default/a=1', 'default/b=1');
    expect(rig.states).toEqual(['fresh']);
  });

  it('finds a kind that is served later', async () => {
    const cluster = await startCluster({ withoutKinds: ['InferenceService'] });
    const rig = start({ cluster });
    await until(() => rig.states.includes('unavailable'));
    await cluster.serveInferenceServices();
    await cluster.create('a', one);
    await rig.holds('default/a=1');
    expect(rig.states).toEqual(['unavailable', 'fresh']);
  });

  it('finds a right that is granted later', async () => {
    const user = { token: 'reader-token', user: 'reader' };
    const cluster = await startCluster({ users: [{ ...user, rules: [] }] }, [
      'a',
    ]);
    const rig = start({ cluster, token: user.token });
    await until(() => rig.states.includes('unavailable'));
    expect(`${rig.reflector.state().error}`).toContain(
      'cannot list resource "inferenceservices"',
    );
    cluster.kubernetes.tokens.set({ ...user, rules: [READ_SERVICES] });
    await rig.holds('default/a=1');
    expect(rig.states).toEqual(['unavailable', 'fresh']);
  });

  it('polls when it may list but not watch', async () => {
    const user = { token: 'lister-token', user: 'lister' };
    const rules = [{ ...READ_SERVICES, verbs: ['list'] }];
    const cluster = await startCluster({ users: [{ ...user, rules }] }, ['a']);
    const rig = start({ cluster, token: user.token });
    await rig.holds('default/a=1');
    await cluster.create('b', one);
    await rig.holds('default/a=1', 'default/b=1');
    expect(rig.states).toEqual(['fresh']);
  });

  it('is failed, not unavailable, when it was complete in an earlier life', async () => {
    const cluster = await startCluster({ withoutKinds: ['InferenceService'] });
    const rig = start({ cluster, wasComplete: true });
    await until(() => rig.states.length > 0);
    expect(rig.states).toEqual(['failed']);
  });

  it.each(['401', '403', '503', 'drop', 'html'] as const)(
    'keeps what it knows through "%s", and says failed only after a while',
    async mode => {
      const cluster = await startCluster({}, ['a']);
      const rig = start({ cluster });
      await watched(cluster);
      cluster.faults.set({ mode });
      cluster.kubernetes.dropWatches();
      await until(() => rig.reflector.state().state === 'stale');
      expect(rig.states).toEqual(['fresh']);
      rig.clock.skewMs = 16_000;
      await until(() => rig.states.includes('failed'));
      await rig.holds('default/a=1');
      cluster.faults.heal();
      await until(() => rig.reflector.state().state === 'fresh');
      expect(rig.states).toEqual(['fresh', 'failed', 'fresh']);
    },
  );

  it('leaves nothing behind when it is stopped', async () => {
    const cluster = await startCluster({}, ['a']);
    const rig = startRig({ cluster });
    await watched(cluster);
    const { changes } = rig.counts;
    await rig.stop();
    await unwatched(cluster);
    expect(rig.counts.changes).toBe(changes);
    expect(rig.reflector.state().state).toBe('fresh');
  });
});
