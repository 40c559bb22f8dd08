import { cardOf, storedModel } from '../__testUtils__/records';
import { change, changesOf } from './__testUtils__/helpers';
import type { SqlHarness } from './__testUtils__/sqlHarness';
import { sqliteHarness } from './__testUtils__/sqlite';

jest.setTimeout(30_000);

describe('A SQL store whose texts were taken away', () => {
  let harness: SqlHarness;

  beforeEach(async () => {
    harness = await sqliteHarness();
  });
  afterEach(() => harness.close());

  it('names texts that are gone, and takes them back', async () => {
    const text = '# A card';
    const card = cardOf(text);
    const blobs = new Map([[card.digest, text]]);
    const store = harness.open();
    await change(store, { upsert: [storedModel('a', { card })], blobs });
    await harness.knex(harness.table('texts')).delete();

    expect(await store.blob(card.digest)).toBeUndefined();
    const { missingTexts, revision } = await store.read();
    expect(missingTexts).toEqual(new Set([card.digest]));
    expect((await harness.open().read()).missingTexts).toEqual(missingTexts);

    await store.apply(changesOf({ blobs }), revision);

    expect(await store.blob(card.digest)).toBe(text);
    expect((await harness.open().read()).missingTexts).toEqual(new Set());
  });

  it('takes a text that is not what its digest says for gone, tells all, and takes it anew', async () => {
    const text = '# A card';
    const card = cardOf(text);
    const blobs = new Map([[card.digest, text]]);
    const store = harness.open({ now: () => 0 });
    await change(store, { upsert: [storedModel('a', { card })], blobs });
    await harness
      .knex(harness.table('texts'))
      .update({ gzip: Buffer.from('nonsense') });

    const reader = harness.open();
    await reader.read();
    expect(await reader.blob(card.digest)).toBeUndefined();
    expect((await store.read()).missingTexts).toEqual(new Set([card.digest]));
    await change(store, { blobs });

    expect(await store.blob(card.digest)).toBe(text);
    expect((await reader.read()).missingTexts).toEqual(new Set());
  });
});
