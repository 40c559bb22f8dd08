import { storedModel } from '../__testUtils__/records';
import { StoreError } from '../types';
import { change } from './__testUtils__/helpers';
import type { SqlHarness } from './__testUtils__/sqlHarness';
import { sqliteHarness } from './__testUtils__/sqlite';

jest.setTimeout(30_000);

const MANY = Array.from({ length: 1200 }, (_, number) =>
  storedModel(`version/main/model/${number}`),
);

describe('A SQL store', () => {
  let harness: SqlHarness;

  beforeEach(async () => {
    harness = await sqliteHarness();
  });
  afterEach(() => harness.close());

  const sentBy = async (task: () => Promise<unknown>) => {
    const before = harness.statements.length;
    await task();
    return harness.statements.slice(before);
  };

  it('gives the same objects for records that did not change', async () => {
    const reader = harness.open({ now: () => 0 });
    const store = harness.open();
    await change(store, { upsert: MANY });
    const before = await reader.read();

    const one = storedModel('version/main/model/7', { title: 'Seven' });
    await change(store, { upsert: [one], remove: ['version/main/model/8'] });
    const after = await reader.read();

    expect(after.records.size).toBe(1199);
    expect(after.records.get(one.record.key)).toEqual(one);
    const shared = [...after.records].filter(
      ([key, stored]) => before.records.get(key) === stored,
    );
    expect(shared).toHaveLength(1198);
  });

  it('asks one question where nothing changed, and gives the same view', async () => {
    const reader = harness.open({ now: () => 0 });
    await change(harness.open(), { upsert: MANY });
    const view = await reader.read();

    let again = view;
    const sent = await sentBy(async () => {
      again = await reader.read();
    });

    expect(sent).toHaveLength(1);
    expect(again).toBe(view);
  });

  it('reads the changed row only', async () => {
    const reader = harness.open({ now: () => 0 });
    const store = harness.open();
    await change(store, { upsert: MANY });
    await reader.read();
    await change(store, { upsert: [storedModel('one/more')] });

    const sent = await sentBy(() => reader.read());

    const { records } = await reader.read();
    expect(records.get('one/more')).toEqual(storedModel('one/more'));
    expect(sent.filter(sql => /`body`/.test(sql))).toHaveLength(1);
  });

  it('writes one row of records and one of state for one changed record', async () => {
    const store = harness.open({ now: () => 0 });
    await change(store, { upsert: MANY });

    const before = harness.writes();
    await change(store, {
      upsert: [
        ...MANY.slice(1),
        storedModel('version/main/model/0', { title: 'X' }),
      ],
    });

    expect(harness.writes() - before).toBe(2);
  });

  it('tells who is far behind of every removal', async () => {
    const reader = harness.open({ now: () => 0 });
    const store = harness.open({ now: () => 0 });
    await change(store, { upsert: MANY.slice(0, 10) });
    await reader.read();
    await change(store, { remove: [MANY[3]?.record.key ?? ''] });
    await harness.knex(harness.table('state')).increment('version', 5000);
    await change(store, { remove: [MANY[4]?.record.key ?? ''] });
    const kept: unknown[] = await harness
      .knex(harness.table('records'))
      .whereNull('body');

    const view = await reader.read();

    expect(kept).toHaveLength(1);
    expect(view.records.size).toBe(8);
    expect(view.issues).toEqual([]);
  });

  it('reads everything again when the database was set back', async () => {
    const reader = harness.open({ now: () => 0 });
    const store = harness.open({ now: () => 0 });
    await change(store, { upsert: MANY.slice(0, 3) });
    const state: object[] = await harness.knex(harness.table('state'));
    const rows: object[] = await harness.knex(harness.table('records'));
    await change(store, { upsert: MANY.slice(3, 6) });
    await reader.read();

    await harness.knex(harness.table('records')).delete();
    await harness.knex(harness.table('records')).insert(rows);
    await harness.knex(harness.table('state')).update(state[0] ?? {});

    const view = await reader.read();
    expect(view.records.size).toBe(3);
    expect(view.issues).toEqual([]);
  });

  it('uses no version again after the database was set back', async () => {
    const reader = harness.open({ now: () => 0 });
    const store = harness.open({ now: () => 0 });
    await change(store, { upsert: [storedModel('a')] });
    const state: object[] = await harness.knex(harness.table('state'));
    const { revision } = await change(store, { upsert: [storedModel('b')] });
    await reader.read();

    await harness.knex(harness.table('records')).where({ key: 'b' }).delete();
    await harness.knex(harness.table('state')).update(state[0] ?? {});
    const after = await change(store, { upsert: [storedModel('c')] });

    expect(after.revision).not.toBe(revision);
    expect([...(await reader.read()).records.keys()].sort()).toEqual([
      'a',
      'c',
    ]);
  });

  it('refuses tables of a newer release, and says so', async () => {
    await harness
      .knex(harness.table('migrations'))
      .insert({ name: '2030-01-the-future' });

    const refusal = harness.open().read();
    await expect(refusal).rejects.toThrow(StoreError);
    await expect(refusal).rejects.toThrow(/newer release \(2030-01-the-future/);
  });

  it('says in its errors what was tried where, and nothing of what is stored', async () => {
    const store = harness.open({ where: 'in the file of a test' });
    await store.read();
    const records = harness.table('records');
    await harness.knex.raw(
      `create trigger no before insert on ${records} begin select raise(abort, 'no room'); end`,
    );

    const failed: unknown = await change(store, {
      upsert: [storedModel('a', {}, { description: 'a secret of its own' })],
    }).catch((error: unknown) => error);

    expect(failed).toBeInstanceOf(StoreError);
    expect(String(failed)).toMatch(
      /Writing the records in the file of a test failed: no room/,
    );
    expect(JSON.stringify([String(failed), failed])).not.toContain('secret');
  });

  it('has several stores in one database, by what their tables begin with', async () => {
    const east = harness.open({ tablePrefix: 'mc_east' });
    const west = harness.open({ tablePrefix: 'mc_west' });
    await change(east, { upsert: [storedModel('a')] });
    await change(west, { upsert: [storedModel('b')] });

    expect([...(await east.read()).records.keys()]).toEqual(['a']);
    expect([...(await west.read()).records.keys()]).toEqual(['b']);
    expect(await harness.knex('mc_east_records').select('key')).toEqual([
      { key: 'a' },
    ]);
  });

  it.each(['no-such prefix', '', '1st', 'x'.repeat(41)])(
    'takes no %p for what its tables begin with',
    tablePrefix => {
      expect(() => harness.open({ tablePrefix })).toThrow(StoreError);
    },
  );

  it.each(['no-such schema', '', '1st', 'x'.repeat(64)])(
    'takes no %p for the name of its schema',
    schema => {
      expect(() => harness.open({ schema })).toThrow(StoreError);
    },
  );
});
