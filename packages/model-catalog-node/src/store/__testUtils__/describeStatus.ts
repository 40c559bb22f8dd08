/* eslint-disable jest/no-export -- a part of the suite that each driver runs */
import type { Store } from '../types';
import { A, B, change, type StoreHarness } from './storeHarness';

/** What the writer knows of its sources, for those that only read. */
export function describeStatus(createHarness: () => Promise<StoreHarness>) {
  let harness: StoreHarness;
  let store: Store;

  beforeEach(async () => {
    harness = await createHarness();
    store = harness.open();
  });
  afterEach(async () => {
    await harness.close?.();
  });

  it('keeps what the writer says of its sources, which is no other revision', async () => {
    const status = {
      sources: [
        {
          id: 'kserve',
          state: 'failed' as const,
          since: '2026-11-21T08:00:00Z',
          message: 'HTTP 503',
        },
      ],
      removed: [A.record.key],
    };
    const { revision } = await change(store, { upsert: [A] });
    const view = await change(store, { status });
    expect(view.status).toEqual(status);
    expect(view.revision).toBe(revision);

    await change(store, { upsert: [B] });
    expect((await harness.open().read()).status).toEqual(status);
    const before = harness.writes();
    await change(harness.open(), { status });
    expect(harness.writes()).toBe(before);
  });

  it('takes one write when nothing else changes', async () => {
    await change(store, { upsert: [A, B] });
    const before = harness.writes();
    await change(store, { status: { sources: [], removed: ['gone'] } });

    expect(harness.writes()).toBe(before + 1);
  });

  it('tells a follower', async () => {
    await change(store, { upsert: [A] });
    const reader = harness.open();
    await reader.read();
    const stop = new AbortController();
    const told = new Promise<void>((resolve, reject) => {
      reader.follow(stop.signal, () => resolve()).catch(reject);
    });
    await change(store, { status: { sources: [], removed: ['gone'] } });
    await told;
    stop.abort();

    expect((await reader.read()).status?.removed).toEqual(['gone']);
  });
}
