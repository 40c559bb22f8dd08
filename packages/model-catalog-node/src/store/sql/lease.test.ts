import { StoreConflict, StoreFenced } from '../types';
import { change, changesOf } from './__testUtils__/helpers';
import type { SqlHarness } from './__testUtils__/sqlHarness';
import { sqliteHarness } from './__testUtils__/sqlite';

jest.setTimeout(30_000);

const TTL = { ttlMs: 10_000 };

describe('The lease of a SQL store', () => {
  let harness: SqlHarness;
  let time: number;

  beforeEach(async () => {
    harness = await sqliteHarness();
    time = 0;
  });
  afterEach(() => harness.close());

  const open = () => harness.open({ now: () => time });
  const setRenewed = (ms: number) =>
    harness
      .knex(harness.table('lease'))
      .update({ renewed_at_ms: Date.now() + ms });

  it('is over for a process that has just started, by the clock of the database', async () => {
    await open().claim({ holder: 'a', ...TTL });
    await setRenewed(-10_001);

    expect(await open().claim({ holder: 'b', ...TTL })).toMatchObject({
      kind: 'held',
    });
  });

  it('is over in time where the clock of the database was set back by an hour', async () => {
    const b = open();
    await open().claim({ holder: 'a', ...TTL });
    await setRenewed(3_600_000);

    const claim = () => b.claim({ holder: 'b', ...TTL });
    expect(await claim()).toMatchObject({ kind: 'taken' });
    time += 9_999;
    expect(await claim()).toMatchObject({ kind: 'taken' });
    time += 1;
    expect(await claim()).toMatchObject({ kind: 'held' });
  });

  it('stays with who renews it, though the clock of the database was set back', async () => {
    const a = open();
    const b = open();
    const held = await a.claim({ holder: 'a', ...TTL });
    await setRenewed(3_600_000);
    await b.claim({ holder: 'b', ...TTL });
    time += 8_000;
    const epoch = held.kind === 'held' ? held.epoch : undefined;
    expect(await a.claim({ holder: 'a', ...TTL, epoch })).toEqual(held);
    time += 8_000;

    expect(await b.claim({ holder: 'b', ...TTL })).toMatchObject({
      kind: 'taken',
      holder: 'a',
    });
  });

  it('is granted to one of many who ask at once', async () => {
    const claims = await Promise.all(
      ['a', 'b', 'c', 'd', 'e', 'f'].map(holder =>
        open().claim({ holder, ...TTL }),
      ),
    );

    expect(claims.filter(({ kind }) => kind === 'held')).toHaveLength(1);
  });

  it('is renewed without a change that anybody is told of', async () => {
    const a = open();
    const { revision } = await change(a, {});
    const before = harness.writes();
    const held = await a.claim({ holder: 'a', ...TTL });
    const afterClaim = harness.writes();
    const epoch = held.kind === 'held' ? held.epoch : undefined;
    await a.claim({ holder: 'a', ...TTL, epoch });

    expect(afterClaim - before).toBe(1);
    expect(harness.writes()).toBe(afterClaim);
    expect((await a.read()).revision).toBe(revision);
  });

  it('has to be renewed before anything is written, where nothing says any more who has it', async () => {
    const a = open();
    const held = await a.claim({ holder: 'a', ...TTL });
    const epoch = held.kind === 'held' ? held.epoch : undefined;
    const late = open();
    for (const name of ['lease', 'state'] as const) {
      await harness.knex(harness.table(name)).delete();
    }

    const write = async (store: typeof a, under = epoch) => {
      const { revision } = await store.read();
      return store.apply(changesOf({}), revision, under);
    };
    await expect(write(a)).rejects.toThrow(StoreConflict);
    await expect(write(late, 1)).rejects.toThrow(StoreConflict);

    expect(await a.claim({ holder: 'a', ...TTL, epoch })).toEqual(held);
    expect(await write(a)).toMatchObject({ synced: true });
    await expect(write(late, 1)).rejects.toThrow(StoreFenced);
  });
});
