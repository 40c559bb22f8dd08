/* eslint-disable jest/no-export -- a suite that each driver's own test file runs */
import fc from 'fast-check';
import { digestOf } from '@model-catalog/common';
import type { StoredRecord } from '../../records/stored';
import {
  type Changes,
  RecordsRefused,
  type Store,
  StoreConflict,
  StoreFenced,
} from '../types';
import { cardOf, storedModel, storedServer } from './records';

/** One store for one test, and a look behind it. */
export type StoreHarness = {
  /** Another instance over the same backing, as another process would have. */
  open(): Store;
  /** How many writes have been made, whoever made them. */
  writes(): number;
  /** Digests of all long texts that are kept, in no order; several times if stored several times. */
  blobs(): Promise<string[]>;
  /** The largest record that is taken, bytes; absent when there is no limit. */
  maxRecordBytes?: number;
  close?(): Promise<void>;
};

const NOTHING: Changes = {
  upsert: [],
  remove: [],
  blobs: new Map(),
  completedSources: [],
};

function changes(more: Partial<Changes>): Changes {
  return { ...NOTHING, ...more };
}

function textsOf(...texts: string[]): Map<string, string> {
  return new Map(texts.map(text => [digestOf(text), text]));
}

async function change(store: Store, more: Partial<Changes>) {
  return store.apply(changes(more), (await store.read()).revision);
}

const A = storedModel('version/main/granite/1');
const B = storedServer('server/local/demo/inferenceservice/granite', {
  models: [A.record.key],
});

/** The contract that every driver of {@link Store} is held to. */
export function describeStore(
  name: string,
  createHarness: () => Promise<StoreHarness>,
) {
  describe(`${name}, held to the contract of a store`, () => {
    let harness: StoreHarness;
    let store: Store;

    beforeEach(async () => {
      harness = await createHarness();
      store = harness.open();
    });
    afterEach(async () => {
      await harness.close?.();
    });

    const contents = async (from = store) =>
      Object.fromEntries((await from.read()).records);
    const asObject = (...records: StoredRecord[]) =>
      Object.fromEntries(records.map(record => [record.record.key, record]));

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
      expect([...view.completedSources].sort()).toEqual([
        'kserve',
        'registry:b',
      ]);
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
      const { revision } = await store.apply(
        all,
        (
          await store.read()
        ).revision,
      );
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
      expect(await contents()).toEqual(asObject(A));
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

    it('keeps each distinct text once, as long as a record names it', async () => {
      const text = '# A model card\n'.repeat(500);
      const card = cardOf(text);
      const one = storedModel('one', { card });
      const two = storedModel('two', { card });
      await change(store, { upsert: [one], blobs: textsOf(text) });
      await change(store, { upsert: [two], blobs: textsOf(text) });
      expect(await harness.blobs()).toEqual([card.digest]);
      expect(await harness.open().blob(card.digest)).toBe(text);

      await change(store, { remove: ['one'] });
      expect(await store.blob(card.digest)).toBe(text);

      await change(store, { upsert: [storedModel('two')] });
      expect(await harness.blobs()).toEqual([]);
      expect(await store.blob(card.digest)).toBeUndefined();
      expect(await harness.open().blob(card.digest)).toBeUndefined();
    });

    it('keeps a text when the record that names it changes and the text is not given again', async () => {
      const text = 'type Query { models: [String] } # 日本語';
      const digest = digestOf(text);
      const definition = { digest, origin: 'property' as const };
      await change(store, {
        upsert: [storedServer('s', { definition })],
        blobs: textsOf(text),
      });
      await change(harness.open(), {
        upsert: [storedServer('s', { definition, state: 'stopped' })],
      });

      expect(await harness.open().blob(digest)).toBe(text);
    });

    it('does not keep texts that no record names', async () => {
      await change(store, { upsert: [A], blobs: textsOf('nobody wants me') });

      expect(await harness.blobs()).toEqual([]);
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
      await until(
        async () => seen > 0 && (await reader.read()).records.size > 0,
      );
      controller.abort();
      await following;

      expect(await contents(reader)).toEqual(asObject(A));
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

      await until(async () => {
        const claim = await other.claim({ holder: 'b', ttlMs: 30 });
        return claim.kind === 'held';
      });
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

      expect(await contents()).toEqual(asObject(A, B));
      expect(await contents(harness.open())).toEqual(asObject(A, B));
    });
  });
}

function asMap(records: StoredRecord[]): Map<string, StoredRecord> {
  return new Map(records.map(record => [record.record.key, record]));
}

/** Polls, since another process's view of the store is what is waited for. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) {
      throw new Error('Not seen within 20 seconds');
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
