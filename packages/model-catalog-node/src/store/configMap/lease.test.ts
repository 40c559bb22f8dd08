import { asMap, configMapHarness } from '../__testUtils__';
import type { Store } from '../types';
import { SMALL, models } from './__testUtils__/helpers';
import { type Cluster, startCluster } from './__testUtils__/startCluster';

jest.setTimeout(60_000);

const TTL_MS = 10_000;
const RECORDS = models(3);
const CHANGES = {
  upsert: RECORDS,
  remove: [],
  blobs: new Map<string, string>(),
  completedSources: [],
};
const taken = { kind: 'taken' };

describe('the lease of a leader that is well', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  const now = () => 0;
  const start = async () => {
    const harness = await configMapHarness(cluster.client, SMALL);
    return { harness, a: harness.open({ now }), b: harness.open({ now }) };
  };
  const claim = async (store: Store) => {
    const answer = await store.claim({ holder: 'a', ttlMs: TTL_MS });
    return answer.kind === 'held' ? answer.epoch : -1;
  };

  it('is left to its holder for its time when everything was deleted', async () => {
    const { harness, a, b } = await start();
    const epoch = await claim(a);
    expect(await b.claim({ holder: 'b', ttlMs: TTL_MS })).toMatchObject(taken);
    for (const { metadata } of await harness.maps()) {
      await cluster.deleteMap(harness.namespace, metadata.name);
    }

    expect(await b.claim({ holder: 'b', ttlMs: TTL_MS })).toMatchObject(taken);
    expect(await a.claim({ holder: 'a', ttlMs: TTL_MS, epoch })).toEqual({
      kind: 'held',
      epoch,
    });
    const { revision } = await a.read();
    const view = await a.apply(CHANGES, revision, epoch);
    expect(view.records).toEqual(asMap(RECORDS));
  });

  it('stays with its holder when a renewal that nobody waits for any more comes late', async () => {
    const { harness, a } = await start();
    const epoch = await claim(a);
    const renewal = { holder: 'a', ttlMs: TTL_MS, epoch };
    const both = await Promise.all([a.claim(renewal), a.claim(renewal)]);

    expect(both).toEqual([
      { kind: 'held', epoch },
      { kind: 'held', epoch },
    ]);
    const b = harness.open({ now });
    expect(await b.claim({ holder: 'b', ttlMs: TTL_MS })).toMatchObject(taken);
  });

  it('is of nobody where there is no namespace, and says so', async () => {
    const { harness } = await start();
    const lost = harness.open({ namespace: 'not-there', now });

    await expect(lost.claim({ holder: 'a', ttlMs: TTL_MS })).rejects.toThrow(
      'there is no namespace not-there. Create it, or name another one by NAMESPACE',
    );
  });
});
