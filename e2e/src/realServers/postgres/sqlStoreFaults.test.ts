import {
  change,
  changes,
  textsOf,
} from '@model-catalog/node/src/store/__testUtils__/storeHarness';
import {
  cardOf,
  storedModel,
} from '@model-catalog/node/src/store/__testUtils__/records';
import { StoreConflict, StoreError, StoreFenced } from '@model-catalog/node';
import { describePostgres } from './describePostgres';
import { useDatabases } from './useDatabases';

jest.setTimeout(120_000);

const A = storedModel('version/main/granite/1');
const many = (title: string) =>
  Array.from({ length: 2000 }, (_, number) =>
    storedModel(`version/main/model/${number}`, { title }),
  );

describePostgres()('A SQL store on a PostgreSQL that fails', () => {
  const { postgres, sql, database, open: openOne } = useDatabases('fault');
  const open = () => openOne().store;

  it.each([2, 4, 8, 12, 15])(
    'holds the old records or the new ones when the server is killed at statement %i of a write, and heals',
    async at => {
      const { store, knex } = openOne();
      const before = await change(store, { upsert: many('old') });
      let sent = 0;
      let killed: Promise<void> | undefined;
      knex.on('query', () => {
        sent += 1;
        if (sent === at) {
          killed = postgres().kill9();
        }
      });

      const outcome: unknown = await store
        .apply(changes({ upsert: many('new') }), before.revision)
        .catch((error: unknown) => error);
      await (killed ?? postgres().kill9());
      sent = at;
      await expect(store.read()).rejects.toThrow(StoreError);
      await postgres().restart();

      const view = await open().read();
      const titles = new Set(
        [...view.records.values()].map(({ record }) => record.title),
      );
      expect(view).toMatchObject({ issues: [], unfinished: false });
      expect([...titles]).toEqual(
        view.revision === before.revision ? ['old'] : ['new'],
      );
      // An end that nobody was told of may have been either.
      expect(
        outcome instanceof StoreError || view.revision !== before.revision,
      ).toBe(true);

      const after = await change(store, { upsert: many('new') });
      expect((await open().read()).records).toEqual(after.records);
    },
  );

  it('tells its follower while it is away, and what changed meanwhile when it is back', async () => {
    const reader = open();
    const before = await change(open(), { upsert: [A] });
    await reader.read();
    const controller = new AbortController();
    let failures = 0;
    let revision = before.revision;
    const changed = new Promise<void>(resolve => {
      void reader.follow(controller.signal, () => {
        reader.read().then(
          view => {
            revision = view.revision;
            if (revision !== before.revision) {
              resolve();
            }
          },
          () => {
            failures += 1;
          },
        );
      });
    });

    await postgres().kill9();
    while (failures === 0) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    await postgres().restart();
    await change(open(), { upsert: [storedModel('b')] });
    await changed;
    controller.abort();

    expect((await reader.read()).records.size).toBe(2);
  });

  it('makes everything anew when its schema is dropped while it runs', async () => {
    const text = '# A card';
    const upsert = [A, storedModel('card', { card: cardOf(text) })];
    const store = open();
    const reader = open();
    const before = await change(store, { upsert, blobs: textsOf(text) });
    await reader.read();
    await sql('drop schema model_catalog cascade');

    await expect(
      store.apply(changes({ remove: [A.record.key] }), before.revision),
    ).rejects.toThrow(StoreConflict);
    expect(await reader.read()).toMatchObject({ unfinished: true });
    const after = await change(store, { upsert, blobs: textsOf(text) });

    expect(after.records).toEqual(before.records);
    expect(after.revision).not.toBe(before.revision);
    expect(await reader.read()).toEqual(after);
    expect(await reader.blob(cardOf(text).digest)).toBe(text);
  });

  it('refuses the late write of a leader that lost its claim while it was cut off', async () => {
    const old = open();
    const first = await old.claim({ holder: 'a', ttlMs: 50 });
    const { revision } = await change(old, { upsert: [A] });
    const next = open();
    let second = await next.claim({ holder: 'b', ttlMs: 60_000 });
    while (second.kind !== 'held') {
      second = await next.claim({ holder: 'b', ttlMs: 60_000 });
    }

    const epoch = first.kind === 'held' ? first.epoch : 0;
    await expect(
      old.apply(changes({ remove: [A.record.key] }), revision, epoch),
    ).rejects.toThrow(StoreFenced);
    expect((await next.read()).records.size).toBe(1);
  });

  it('lets another claim while a write hangs, and ends that write', async () => {
    const { store } = openOne();
    await change(store, { upsert: [A] });
    const hanging = openOne().knex;
    const trx = await hanging.transaction();
    await trx('model_catalog.state').where({ id: 1 }).forUpdate();

    // What holds the row is not ours; a claim says so in time and does not wait for ever.
    expect(await store.claim({ holder: 'b', ttlMs: 1000 })).toMatchObject({
      kind: 'taken',
    });
    await trx.rollback();
    expect(await store.claim({ holder: 'b', ttlMs: 1000 })).toMatchObject({
      kind: 'held',
    });
  });

  it('goes on without an error when all its connections are ended', async () => {
    const store = open();
    await change(store, { upsert: [A] });
    await Promise.all([1, 2, 3, 4].map(() => store.blob('f'.repeat(64))));
    await postgres().query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database()}'`,
    );

    expect((await store.read()).records.size).toBe(1);
    expect((await change(store, { remove: [A.record.key] })).records.size).toBe(
      0,
    );
  });
});
