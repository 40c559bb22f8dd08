/* eslint-disable jest/no-export -- a part of the suite that each driver runs */
import { type Claim, type Store, StoreFenced } from '../types';
import {
  A,
  asObject,
  B,
  change,
  changes,
  contents,
  type StoreHarness,
  until,
} from './storeHarness';

const TTL_MS = 60_000;

function epochOf(claim: Claim): number {
  if (claim.kind !== 'held') {
    throw new Error(`The claim must be granted, and is ${claim.holder}'s`);
  }
  return claim.epoch;
}

/** One writer at a time, and nothing of an older one. */
export function describeClaims(createHarness: () => Promise<StoreHarness>) {
  let harness: StoreHarness;
  let store: Store;

  beforeEach(async () => {
    harness = await createHarness();
    store = harness.open();
  });
  afterEach(async () => {
    await harness.close?.();
  });

  it('has one holder at a time, who keeps it by renewing', async () => {
    const other = harness.open();
    const a = { holder: 'a', ttlMs: 60_000 };
    const b = { holder: 'b', ttlMs: 60_000 };
    const first = await store.claim(a);
    if (first.kind !== 'held') {
      throw new Error('the first claim must be granted');
    }
    const { epoch } = first;

    expect(await other.claim(b)).toEqual({ kind: 'taken', holder: 'a' });
    expect(await store.claim({ ...a, epoch })).toEqual(first);
    expect(await other.claim(b)).toEqual({ kind: 'taken', holder: 'a' });

    await store.release('b');
    expect(await other.claim(b)).toEqual({ kind: 'taken', holder: 'a' });
    await store.release('a');
    expect(await other.claim(b)).toEqual({ kind: 'held', epoch: epoch + 1 });
    expect(await store.claim({ ...a, epoch })).toMatchObject({
      kind: 'taken',
    });
  });

  it('gives a claim to who knows that its holder has ended', async () => {
    await store.claim({ holder: 'a', ttlMs: 60_000 });
    const b = { holder: 'b', ttlMs: 60_000 };

    expect(await store.claim({ ...b, replaces: 'c' })).toMatchObject({
      kind: 'taken',
    });
    expect(await store.claim({ ...b, replaces: 'a' })).toMatchObject({
      kind: 'held',
    });
  });

  it('gives a claim that is not renewed to another', async () => {
    await store.claim({ holder: 'a', ttlMs: 30 });
    const other = harness.open();

    let claim = await other.claim({ holder: 'b', ttlMs: 30 });
    await until(async () => {
      if (claim.kind !== 'held') {
        claim = await other.claim({ holder: 'b', ttlMs: 30 });
      }
      return claim.kind === 'held';
    });
    expect(claim).toMatchObject({ kind: 'held' });
  });

  it('refuses the late write of one whose claim has passed to another', async () => {
    const old = await store.claim({ holder: 'a', ttlMs: 60_000 });
    await change(store, { upsert: [A] });
    const now = await harness
      .open()
      .claim({ holder: 'b', ttlMs: 60_000, replaces: 'a' });
    if (old.kind !== 'held' || now.kind !== 'held') {
      throw new Error('both must have been granted');
    }
    const other = harness.open();
    const { revision } = await other.read();
    await other.apply(changes({ upsert: [B] }), revision, now.epoch);

    const late = store.apply(
      changes({ remove: [A.record.key] }),
      (await store.read()).revision,
      old.epoch,
    );
    await expect(late).rejects.toThrow(StoreFenced);
    expect(await contents(harness.open())).toEqual(asObject(A, B));
  });

  it('grants one of many claims at once', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const granted = await Promise.all(
      names.map(holder => harness.open().claim({ holder, ttlMs: TTL_MS })),
    );

    expect(granted.filter(({ kind }) => kind === 'held')).toHaveLength(1);
  });

  it('refuses the late write of an old holder before the new one has written anything', async () => {
    const epoch = epochOf(await store.claim({ holder: 'a', ttlMs: TTL_MS }));
    const { revision } = await change(store, { upsert: [A] }, epoch);
    const b = { holder: 'b', ttlMs: TTL_MS, replaces: 'a' };
    const newEpoch = epochOf(await harness.open().claim(b));
    expect(newEpoch).toBeGreaterThan(epoch);

    const late = changes({ upsert: [B], remove: [A.record.key] });
    await expect(store.apply(late, revision, epoch)).rejects.toThrow(
      StoreFenced,
    );
    await store.read();
    await expect(store.apply(late, revision, epoch)).rejects.toThrow(
      StoreFenced,
    );
    expect(await contents(harness.open())).toEqual(asObject(A));
    await change(harness.open(), { upsert: [B] }, newEpoch);
    expect(await contents(store)).toEqual(asObject(A, B));
  });

  it('fences also an earlier claim of the same holder', async () => {
    const a = { holder: 'a', ttlMs: TTL_MS };
    const first = epochOf(await store.claim(a));
    const second = epochOf(await harness.open().claim(a));
    expect(second).toBeGreaterThan(first);

    expect(await store.claim({ ...a, epoch: first })).toMatchObject({
      kind: 'taken',
    });
    await expect(change(store, { upsert: [A] }, first)).rejects.toThrow(
      StoreFenced,
    );
  });

  it('changes nothing of what is stored by claims', async () => {
    await store.claim({ holder: 'a', ttlMs: TTL_MS });
    expect(await store.read()).toMatchObject({
      synced: false,
      records: new Map(),
      issues: [],
    });
    const before = await change(store, {
      upsert: [A],
      completedSources: ['kserve'],
      status: { sources: [], removed: ['gone'] },
    });
    await harness.open().claim({ holder: 'b', ttlMs: TTL_MS, replaces: 'a' });
    await harness.open().release('b');
    await harness.open().release('nobody');

    const { revision, synced, completedSources, status } = await store.read();
    expect({ revision, synced, completedSources, status }).toEqual({
      revision: before.revision,
      synced: true,
      completedSources: ['kserve'],
      status: { sources: [], removed: ['gone'] },
    });
    expect(await contents(harness.open())).toEqual(asObject(A));
  });
}
