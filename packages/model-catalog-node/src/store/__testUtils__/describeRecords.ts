/* eslint-disable jest/no-export -- a part of the suite that each driver runs */
import fc from 'fast-check';
import { RecordsRefused, type Store, StoreConflict } from '../types';
import { cardOf, storedModel } from './records';
import {
  A,
  asMap,
  asObject,
  B,
  change,
  changes,
  contents,
  type StoreHarness,
  textsOf,
  until,
} from './storeHarness';

/** Records come, change and go as one, and come back as they were. */
export function describeRecords(createHarness: () => Promise<StoreHarness>) {
  let harness: StoreHarness;
  let store: Store;

  beforeEach(async () => {
    harness = await createHarness();
    store = harness.open();
  });
  afterEach(async () => {
    await harness.close?.();
  });

  it('is empty and not synced at first', async () => {
    expect(await store.read()).toMatchObject({
      synced: false,
      records: new Map(),
      completedSources: [],
      issues: [],
    });
    expect(harness.writes()).toBe(0);
  });

  it('gives back what was applied, facets and all', async () => {
    const view = await change(store, { upsert: [A, B] });

    expect(Object.fromEntries(view.records)).toEqual(asObject(A, B));
    expect(view).toEqual(await store.read());
    expect(await contents(harness.open())).toEqual(asObject(A, B));
  });

  it('is synced by the first apply, also by an empty one, and stays so', async () => {
    expect((await change(store, {})).synced).toBe(true);
    expect((await harness.open().read()).synced).toBe(true);
  });

  it('keeps the sources that were complete once', async () => {
    await change(store, { completedSources: ['registry:b', 'kserve'] });

    const view = await harness.open().read();
    expect([...view.completedSources].sort()).toEqual(['kserve', 'registry:b']);
  });

  it('changes its revision when, and only when, records change', async () => {
    const empty = (await store.read()).revision;
    const first = (await change(store, { upsert: [A] })).revision;
    expect(first).not.toBe(empty);

    const same = await change(store, {
      upsert: [structuredClone(A)],
      completedSources: ['kserve'],
    });
    expect(same.revision).toBe(first);
    expect((await harness.open().read()).revision).toBe(first);

    const second = await change(store, {
      upsert: [storedModel(A.record.key, { title: 'Granite' })],
    });
    expect(second.revision).not.toBe(first);
  });

  it('writes nothing when nothing changes', async () => {
    const text = 'openapi: 3.1.0';
    const withText = storedModel('a', { card: cardOf(text) });
    const all = changes({
      upsert: [withText, B],
      remove: ['never/there'],
      blobs: textsOf(text),
      completedSources: ['kserve', 'registry:main'],
    });
    const { revision } = await store.apply(all, (await store.read()).revision);
    const before = harness.writes();

    await store.apply(all, revision);
    await harness.open().apply(all, revision);

    expect(harness.writes()).toBe(before);
  });

  it('removes what is to be removed and leaves the rest', async () => {
    await change(store, { upsert: [A, B] });
    await change(store, { remove: [A.record.key] });

    expect(await contents(harness.open())).toEqual(asObject(B));
  });

  it('refuses changes that were planned on an older revision', async () => {
    const { revision } = await store.read();
    await change(harness.open(), { upsert: [A] });

    await expect(
      store.apply(changes({ upsert: [B] }), revision),
    ).rejects.toThrow(StoreConflict);
    expect(await contents(store)).toEqual(asObject(A));
  });

  it('takes changes again once it was read again after a conflict', async () => {
    const { revision } = await store.read();
    await change(harness.open(), { upsert: [A] });
    await store
      .apply(changes({ upsert: [B] }), revision)
      .catch(() => undefined);
    await change(store, { upsert: [B] });

    expect(await contents(harness.open())).toEqual(asObject(A, B));
  });

  it('tells a follower what another instance changed, and stops when told to', async () => {
    const controller = new AbortController();
    const reader = harness.open();
    await reader.read();
    let seen = 0;
    const following = reader.follow(controller.signal, () => {
      seen += 1;
    });

    await change(store, { upsert: [A] });
    await until(async () => seen > 0 && (await reader.read()).records.size > 0);
    controller.abort();
    await following;

    expect(await contents(reader)).toEqual(asObject(A));
  });

  it('takes keys with any characters', async () => {
    const keys = fc.uniqueArray(
      fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.constantFrom('a b', 'a_b', 'a/b', 'a%2Fb', '.', '..', '', '日本'),
      ),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(keys, async some => {
        const before = [...(await store.read()).records.keys()];
        const wanted = some.map(key => storedModel(key));
        await change(store, {
          remove: before.filter(key => !some.includes(key)),
          upsert: wanted,
        });
        expect((await harness.open().read()).records).toEqual(asMap(wanted));
      }),
      { numRuns: 25 },
    );
  });

  it('names a record that is too large and loses nothing else', async () => {
    const limit = harness.maxRecordBytes;
    if (limit === undefined) {
      return;
    }
    await change(store, { upsert: [A] });
    const description = 'x'.repeat(limit + 1);
    const large = storedModel(A.record.key, {}, { description });

    const refusal = change(store, { upsert: [large, B] });
    await expect(refusal).rejects.toThrow(RecordsRefused);
    await expect(refusal).rejects.toThrow(/version\/main\/granite\/1/);

    expect(await contents(store)).toEqual(asObject(A, B));
    expect(await contents(harness.open())).toEqual(asObject(A, B));
  });
}
