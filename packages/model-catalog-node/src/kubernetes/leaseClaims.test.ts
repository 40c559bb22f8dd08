import { z } from 'zod/v4';
import {
  startTestCluster,
  type TestCluster,
} from './__testUtils__/testCluster';
import { createLeaseClaims } from './leaseClaims';
import type { KubernetesClient } from './types';

jest.setTimeout(30_000);

const PATH =
  '/apis/coordination.k8s.io/v1/namespaces/default/leases/maas-publisher';
const TTL_MS = 10_000;

describe('claims on a Lease', () => {
  let cluster: TestCluster;
  let client: KubernetesClient;
  let time: number;

  beforeEach(async () => {
    cluster = await startTestCluster();
    client = cluster.clientOf(cluster.kubernetes.token);
    time = 0;
  });

  afterEach(async () => {
    await client.close();
    await cluster.stop();
  });

  const open = () =>
    createLeaseClaims({
      client,
      namespace: 'default',
      name: 'maas-publisher',
      steadyNow: () => time,
      now: () => new Date('2026-01-02T03:04:05.678Z'),
    });
  const asks = (holder: string, over = {}) => ({
    holder,
    ttlMs: TTL_MS,
    ...over,
  });

  it('have one holder at a time, who keeps it by renewing and may give it back', async () => {
    const [a, b] = [open(), open()];
    expect(await a.claim(asks('a'))).toEqual({ kind: 'held', epoch: 1 });
    expect(await b.claim(asks('b'))).toEqual({ kind: 'taken', holder: 'a' });
    for (let renewal = 0; renewal < 3; renewal += 1) {
      time += TTL_MS - 1;
      expect(await a.claim(asks('a', { epoch: 1 }))).toEqual({
        kind: 'held',
        epoch: 1,
      });
      // The time of day is part of the Lease, and stands still here.
      expect(await b.claim(asks('b'))).toMatchObject({ holder: 'a' });
      time -= TTL_MS - 1;
    }
    await b.release('b');
    expect(await b.claim(asks('b'))).toMatchObject({ kind: 'taken' });
    await a.release('a');
    expect(await b.claim(asks('b'))).toEqual({ kind: 'held', epoch: 2 });
    expect(await a.claim(asks('a', { epoch: 1 }))).toMatchObject({
      holder: 'b',
    });
  });

  it('pass to another when they were not renewed for as long as they hold, by the clock of who waits', async () => {
    await open().claim(asks('a'));
    const b = open();
    expect(await b.claim(asks('b'))).toMatchObject({ kind: 'taken' });
    time += TTL_MS - 1;
    expect(await b.claim(asks('b'))).toMatchObject({ kind: 'taken' });
    time += 1;
    expect(await b.claim(asks('b'))).toEqual({ kind: 'held', epoch: 2 });
  });

  it('pass at once to who knows that the holder has ended', async () => {
    await open().claim(asks('a'));
    const b = open();
    const other = asks('b', { replaces: 'c' });
    expect(await b.claim(other)).toMatchObject({ kind: 'taken' });
    expect(await b.claim(asks('b', { replaces: 'a' }))).toMatchObject({
      kind: 'held',
    });
  });

  it('are granted to one of many at once', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const claims = await Promise.all(
      names.map(name => open().claim(asks(name))),
    );
    expect(claims.filter(({ kind }) => kind === 'held')).toHaveLength(1);
  });

  it('stand in the Lease as kubectl shows them', async () => {
    await open().claim(asks('a'));
    const lease = await client.get(PATH, z.object({ spec: z.unknown() }));
    expect(lease.spec).toEqual({
      holderIdentity: 'a',
      leaseDurationSeconds: 10,
      acquireTime: '2026-01-02T03:04:05.678000Z',
      renewTime: '2026-01-02T03:04:05.678000Z',
      leaseTransitions: 1,
    });
  });

  it('fail where the Lease cannot be read', async () => {
    cluster.kubernetes.tokens.set({ token: 'x', user: 'x', rules: [] });
    client = cluster.clientOf('x');
    await expect(open().claim(asks('a'))).rejects.toThrow(
      'resources ["leases"], verbs ["get"]',
    );
  });
});
