/* eslint-disable jest/no-export -- a part of the suite that each driver runs */
import { digestOf } from '@model-catalog/common';
import type { Store } from '../types';
import { cardOf, storedModel, storedServer } from './records';
import { A, change, type StoreHarness, textsOf } from './storeHarness';

/** Long texts are kept once, as long as they are named, and are missed when they are gone. */
export function describeTexts(createHarness: () => Promise<StoreHarness>) {
  let harness: StoreHarness;
  let store: Store;

  beforeEach(async () => {
    harness = await createHarness();
    store = harness.open();
  });
  afterEach(async () => {
    await harness.close?.();
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

  it('misses a text that was never given, and takes it later without a record', async () => {
    const text = '# A card that came late';
    const card = cardOf(text);
    const named = storedModel('named', { card });
    const view = await change(store, { upsert: [named] });
    expect(view.missingTexts).toEqual(new Set([card.digest]));
    expect(await harness.open().blob(card.digest)).toBeUndefined();

    const healed = await change(harness.open(), { blobs: textsOf(text) });
    expect(healed.missingTexts).toEqual(new Set());
    expect(healed.records.get('named')).toEqual(named);
    expect(await harness.open().blob(card.digest)).toBe(text);
    expect((await harness.open().read()).missingTexts).toEqual(new Set());
  });

  it('misses texts that somebody took away, and takes them back', async () => {
    if (!harness.loseTexts) {
      return;
    }
    const [one, two] = ['# one', '# two'];
    const records = [one, two].map(text =>
      storedModel(text, { card: cardOf(text) }),
    );
    const all = { upsert: records, blobs: textsOf(one, two) };
    const { revision } = await change(store, all);
    await harness.loseTexts();

    const other = harness.open();
    const view = await other.read();
    expect(view.missingTexts).toEqual(new Set([one, two].map(digestOf)));
    expect(view.revision).toBe(revision);
    expect(view.records.size).toBe(2);

    await change(other, { blobs: textsOf(one) });
    expect((await harness.open().read()).missingTexts).toEqual(
      new Set([digestOf(two)]),
    );
    await change(other, { blobs: textsOf(two) });
    expect((await harness.open().read()).missingTexts).toEqual(new Set());
    expect(await harness.open().blob(digestOf(one))).toBe(one);
    expect(await harness.open().blob(digestOf(two))).toBe(two);
  });
}
