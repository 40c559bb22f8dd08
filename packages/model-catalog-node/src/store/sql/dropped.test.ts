import { storedModel, storedServer } from '../__testUtils__/records';
import { StoreConflict, StoreFenced } from '../types';
import { change, changesOf } from './__testUtils__/helpers';
import type { SqlHarness } from './__testUtils__/sqlHarness';
import { sqliteHarness } from './__testUtils__/sqlite';
import { TABLES } from './layout';

jest.setTimeout(30_000);

const A = storedModel('version/main/granite/1');
const B = storedServer('server/local/demo/inferenceservice/granite');
const C = storedModel('version/main/granite/2');
const KEY = A.record.key;

describe('A SQL store whose tables were dropped', () => {
  let harness: SqlHarness;
  let records: string;

  beforeEach(async () => {
    harness = await sqliteHarness();
    records = harness.table('records');
    await change(harness.open(), { upsert: [A, B, C] });
  });
  afterEach(() => harness.close());

  it.each(['records', 'texts', 'state', 'lease', 'migrations'] as const)(
    'makes the table of %s again when somebody dropped it',
    async name => {
      let time = 0;
      const store = harness.open({ now: () => time });
      const before = await store.read();
      await harness.knex.schema.dropTable(harness.table(name));
      time += 60_000;

      await store.claim({ holder: 'a', ttlMs: 1000 });
      await change(store, { upsert: [A, B, C], completedSources: ['kserve'] });

      const view = await harness.open().read();
      expect(view.records.size).toBe(3);
      expect(view.issues).toEqual([]);
      expect(view.synced).toBe(true);
      expect(before.records.size).toBe(3);
    },
  );

  it('leaves the claim to its holder when somebody dropped what says who has it', async () => {
    const store = harness.open();
    const held = await store.claim({ holder: 'a', ttlMs: 60_000 });
    await harness.knex.schema.dropTable(harness.table('lease'));

    const epoch = held.kind === 'held' ? held.epoch : undefined;
    expect(await store.claim({ holder: 'a', ttlMs: 60_000, epoch })).toEqual(
      held,
    );
    expect(
      await harness.open().claim({ holder: 'b', ttlMs: 60_000 }),
    ).toMatchObject({ kind: 'taken', holder: 'a' });
  });

  it('leaves the claim to its holder when somebody dropped everything', async () => {
    let time = 0;
    const [leader, standby] = [0, 1].map(() =>
      harness.open({ now: () => time }),
    );
    const held = await leader?.claim({ holder: 'a', ttlMs: 60_000 });
    await standby?.claim({ holder: 'b', ttlMs: 60_000 });
    for (const name of TABLES) {
      await harness.knex.schema.dropTable(harness.table(name));
    }

    const claim = () => standby?.claim({ holder: 'b', ttlMs: 60_000 });
    expect(await claim()).toMatchObject({ kind: 'taken' });
    const epoch = held?.kind === 'held' ? held.epoch : undefined;
    expect(await leader?.claim({ holder: 'a', ttlMs: 60_000, epoch })).toEqual(
      held,
    );
    expect(await claim()).toEqual({ kind: 'taken', holder: 'a' });
    const { revision } = await harness.open().read();
    await leader?.apply(changesOf({ upsert: [A] }), revision, epoch);

    for (const name of TABLES) {
      await harness.knex.schema.dropTable(harness.table(name));
    }
    expect(await claim()).toMatchObject({ kind: 'taken' });
    time += 60_000;
    expect(await claim()).toMatchObject({ kind: 'held' });
    expect(
      await leader?.claim({ holder: 'a', ttlMs: 60_000, epoch }),
    ).toMatchObject({ kind: 'taken' });
  });

  it('writes nothing on the ground of rows that a dropped table held', async () => {
    const store = harness.open({ now: () => 0 });
    const { revision } = await store.read();
    await harness.knex.schema.dropTable(records);

    await expect(
      store.apply(changesOf({ upsert: [storedModel('more')] }), revision),
    ).rejects.toThrow(StoreConflict);
    expect((await store.read()).records.size).toBe(0);
  });

  it('is another store when everything was dropped: nothing that was planned before is taken', async () => {
    const store = harness.open();
    const { revision } = await store.read();
    const old = await store.claim({ holder: 'a', ttlMs: 60_000 });
    for (const name of [
      'records',
      'texts',
      'state',
      'lease',
      'migrations',
    ] as const) {
      await harness.knex.schema.dropTable(harness.table(name));
    }

    await expect(
      store.apply(changesOf({ remove: [KEY] }), revision),
    ).rejects.toThrow(StoreConflict);
    expect(await store.read()).toMatchObject({
      synced: false,
      unfinished: true,
    });
    const epoch = old.kind === 'held' ? old.epoch : 0;
    const { kind } = await harness.open().claim({ holder: 'b', ttlMs: 60_000 });
    expect(kind).toBe('held');
    await expect(
      store.apply(changesOf({}), (await store.read()).revision, epoch),
    ).rejects.toThrow(StoreFenced);
  });
});
