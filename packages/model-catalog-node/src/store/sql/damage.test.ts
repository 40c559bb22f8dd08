import { digestOf } from '@model-catalog/common';
import { cardOf, storedModel, storedServer } from '../__testUtils__/records';
import { change } from './__testUtils__/helpers';
import type { SqlHarness } from './__testUtils__/sqlHarness';
import { sqliteHarness } from './__testUtils__/sqlite';

jest.setTimeout(30_000);

const A = storedModel('version/main/granite/1');
const B = storedServer('server/local/demo/inferenceservice/granite');
const C = storedModel('version/main/granite/2');
const KEY = A.record.key;

describe('A SQL store whose rows were changed by hand', () => {
  let harness: SqlHarness;
  let records: string;

  beforeEach(async () => {
    harness = await sqliteHarness();
    records = harness.table('records');
    await change(harness.open(), { upsert: [A, B, C] });
  });
  afterEach(() => harness.close());

  it.each([
    ['body is no JSON', { body: '{' }],
    ['body is no record', { body: '{"record":{"kind":"model"}}' }],
    [
      'body is cut off and its digest fits',
      { body: '[]', digest: digestOf('[]') },
    ],
    ['digest is another', { digest: 'f'.repeat(64) }],
    ['digest is gone', { digest: null }],
  ])('reports a row whose %s, and gives all others', async (_what, damage) => {
    const before = await harness.open().read();
    await harness.knex(records).where({ key: KEY }).update(damage);

    const view = await harness.open().read();

    expect([...view.records.keys()].sort()).toEqual(
      [B.record.key, C.record.key].sort(),
    );
    expect(view.issues).toEqual([
      expect.stringMatching(/version\/main\/granite\/1.*damaged/),
    ]);
    expect(view.revision).not.toBe(before.revision);
    expect(view).toMatchObject({ unfinished: true, needsRepair: true });
  });

  it('tells those that run already what somebody who starts has seen', async () => {
    const writer = harness.open({ now: () => 0 });
    const { revision } = await writer.read();
    await harness.knex(records).where({ key: KEY }).update({ body: '{' });
    expect((await writer.read()).revision).toBe(revision);

    await harness.open().read();

    expect((await writer.read()).issues).toHaveLength(1);
    await change(writer, { upsert: [A] });
    expect(await harness.open().read()).toMatchObject({
      issues: [],
      unfinished: false,
    });
  });

  it('tells it once', async () => {
    await harness.knex(records).where({ key: KEY }).update({ body: '{' });
    await harness.open().read();
    const before = harness.writes();
    await harness.open().read();
    await harness.open().read();

    expect(harness.writes()).toBe(before);
  });

  it('is whole for readers once a writer has seen what is damaged', async () => {
    await harness.knex(records).where({ key: KEY }).update({ body: '{' });
    await change(harness.open(), {});

    const view = await harness.open().read();
    expect(view.issues).toHaveLength(1);
    expect(view).toMatchObject({ unfinished: false, needsRepair: false });
  });

  it('leaves a damaged row alone until its record is written again', async () => {
    await harness.knex(records).where({ key: KEY }).update({ body: '{' });
    const store = harness.open();
    await change(store, { remove: [C.record.key] });
    expect((await harness.open().read()).issues).toHaveLength(1);

    await change(store, { upsert: [A] });

    const view = await harness.open().read();
    expect(view.issues).toEqual([]);
    expect([...view.records.values()]).toEqual(expect.arrayContaining([A, B]));
    expect(view).toEqual(await store.read());
  });

  it.each([
    ['leaves a damaged row alone', 'failed', 1],
    ['removes a damaged row that is not written again', 'complete', 0],
  ] as const)('%s while a source is %s', async (_what, state, issues) => {
    await harness.knex(records).where({ key: KEY }).update({ body: '{' });
    const since = '2026-01-01T00:00:00.000Z';
    const status = { sources: [{ id: 'kserve', state, since }], removed: [] };
    const store = harness.open();
    await change(store, { status });

    const view = await harness.open().read();
    expect(view.issues).toHaveLength(issues);
    expect(view).toMatchObject({ unfinished: false, needsRepair: false });
    expect([...view.records.keys()].sort()).toEqual(
      [B.record.key, C.record.key].sort(),
    );
    expect(view).toEqual(await store.read());
  });

  it('removes a damaged row when its record is to go', async () => {
    await harness.knex(records).where({ key: KEY }).update({ body: '{' });
    await change(harness.open(), { remove: [KEY] });

    const view = await harness.open().read();
    expect(view.issues).toEqual([]);
    expect(view.records.size).toBe(2);
  });

  it('keeps texts that a damaged row may name', async () => {
    const text = '# A card';
    const card = cardOf(text);
    const store = harness.open();
    await change(store, {
      upsert: [storedModel(KEY, { card })],
      blobs: new Map([[card.digest, text]]),
    });
    await harness.knex(records).where({ key: KEY }).update({ body: '{' });

    await change(harness.open(), { remove: [C.record.key] });

    expect(await harness.open().blob(card.digest)).toBe(text);
  });

  it('sees that rows were deleted, and is at another revision', async () => {
    const store = harness.open();
    const before = await store.read();
    await harness.knex(records).where({ key: KEY }).delete();

    const view = await harness.open().read();

    expect(view.records.has(KEY)).toBe(false);
    expect(view.needsRepair).toBe(true);
    expect(view.revision).not.toBe(before.revision);
    expect(view.issues).toEqual([expect.stringContaining('by hand')]);
  });

  it('sees deleted rows while it runs, and tells its follower', async () => {
    let time = 0;
    const store = harness.open({ now: () => time });
    await store.read();
    await harness.knex(records).delete();
    time += 60_000;

    const controller = new AbortController();
    await new Promise<void>(resolve => {
      void store.follow(controller.signal, resolve);
    });
    controller.abort();

    expect((await store.read()).records.size).toBe(0);
  });

  it('is whole again once what is missing was written', async () => {
    await harness.knex(records).delete();
    const store = harness.open();
    await change(store, { upsert: [A, B, C] });

    const view = await harness.open().read();
    expect(view.records.size).toBe(3);
    expect(view).toMatchObject({ unfinished: false, issues: [] });
  });

  it('accepts with an empty apply that rows are gone', async () => {
    await harness.knex(records).where({ key: KEY }).delete();
    await change(harness.open(), {});

    expect(await harness.open().read()).toMatchObject({
      needsRepair: false,
      issues: [],
    });
  });

  it('goes on without a status that cannot be read', async () => {
    await harness
      .knex(harness.table('state'))
      .update({ status: '{', completed_sources: '7' });

    const view = await harness.open().read();

    expect(view.records.size).toBe(3);
    expect(view.issues).toHaveLength(2);
    expect(view.status).toBeUndefined();
  });
});
