import { describeBooks } from '@model-catalog/backstage-plugin-catalog-backend-module-model-catalog/src/__testUtils__/describeBooks';
import { DatabaseBooks } from '@model-catalog/backstage-plugin-catalog-backend-module-model-catalog/src/provider/books/DatabaseBooks';
import { knex, type Knex } from 'knex';
import {
  describePostgres,
  startPostgres,
  type PostgresAccess,
  type RealPostgres,
} from '../realServers/postgres';

jest.setTimeout(120_000);

/** A promise, and how to keep it. */
function later() {
  let resolve: () => void = () => {};
  const promise = new Promise<void>(kept => {
    resolve = kept;
  });
  return { promise, resolve };
}

describePostgres()('on a real PostgreSQL', () => {
  let postgres: RealPostgres;
  let access: PostgresAccess;
  let pools: Knex[] = [];
  let databases = 0;

  /** The pool of one process. */
  function pool(size = 10): Knex {
    const made = knex({
      client: 'pg',
      connection: { ...access, application_name: `process-${pools.length}` },
      pool: { min: 0, max: size },
    });
    pools.push(made);
    return made;
  }
  const process = (size?: number) => {
    const database = pool(size);
    return new DatabaseBooks({ getDatabase: async () => database });
  };

  beforeAll(async () => {
    postgres = await startPostgres();
  });

  afterAll(() => postgres?.stop());

  beforeEach(async () => {
    databases += 1;
    access = await postgres.createDatabase(`books_${databases}`);
  });

  afterEach(async () => {
    await Promise.all(pools.map(one => one.destroy()));
    pools = [];
  });

  describeBooks('PostgreSQL', { isShared: true }, async () => ({
    process: async () => process(),
  }));

  it('makes the tables once, however many processes start together', async () => {
    const processes = Array.from({ length: 6 }, () => process());
    await Promise.all(processes.map(books => books.peek('p')));
    expect(
      await postgres.query(
        'select name from model_catalog_migrations',
        access.database,
      ),
    ).toEqual([{ name: '1-books' }]);
  });

  it('tells how long ago the cursor was moved, and the catalog compared', async () => {
    const books = process();
    await books.open('p', async open => {
      open.moveTo({ revision: '1', held: {} });
      open.compared();
    });
    await books.open('p', async ({ cursor }) => {
      expect(cursor?.age).toBeLessThan(60_000);
      expect(cursor?.comparedAge).toBeLessThan(60_000);
    });
  });

  it('tell what the catalog has taken in, where it has the table for that, to many at a time', async () => {
    const without = process();
    const taken = () =>
      without.open('p', open => open.takenIn(['r:d/a', 'r:d/b']));
    expect(await taken()).toEqual({ value: undefined });
    const [database] = pools;
    await database?.schema.createTable('refresh_state', table => {
      table.text('entity_ref');
    });
    await database?.('refresh_state').insert({ entity_ref: 'r:d/b' });
    const warned: string[] = [];
    const onWarning = ({ message }: Error) => warned.push(message);
    globalThis.process.on('warning', onWarning);
    await process().open('p', async open => {
      expect(open.lanes).toBe(5);
      const asked = Array.from({ length: 20 }, async () => {
        await open.check();
        return await open.takenIn(['r:d/a', 'r:d/b']);
      });
      expect(
        new Set((await Promise.all(asked)).flatMap(one => [...(one ?? [])])),
      ).toEqual(new Set(['r:d/b']));
    });
    await new Promise(resolve => setImmediate(resolve));
    globalThis.process.off('warning', onWarning);
    // A connection that is asked while it answers warns so.
    expect(warned).toEqual([]);
  });

  it('are made again when their row is lost', async () => {
    const books = process();
    await books.open('p', async () => {});
    await postgres.query(
      'delete from model_catalog_providers',
      access.database,
    );
    const look = () => books.open('p', async open => open.cursor);
    expect(await look()).toBeUndefined();
    expect(await look()).toEqual({ value: undefined });
  });

  it('are free at once when the process that has them open ends', async () => {
    const first = process();
    const second = process();
    await second.peek('p');
    const opened = later();
    const end = later();
    const lost = first
      .open('p', async open => {
        opened.resolve();
        await end.promise;
        await open.check();
      })
      .catch(error => error);
    await opened.promise;
    expect(await second.open('p', async () => 'mine')).toBeUndefined();
    // As the operating system does with the connections of a process.
    await postgres.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'process-0'`,
    );
    const since = performance.now();
    let taken: { value: string } | undefined;
    while (!taken) {
      taken = await second.open('p', async () => 'mine');
    }
    expect(performance.now() - since).toBeLessThan(15_000);
    end.resolve();
    // Whoever lost them learns of it before the next delta.
    expect(await lost).toBeInstanceOf(Error);
  });

  it('take turns where the pool is small, and do without the lock where it has one connection', async () => {
    const small = process(2);
    const work = (name: string) =>
      small.open(name, async open => {
        await open.put(new Map([['r:d/a', {}]]));
        return (await open.all()).size;
      });
    const names = ['a', 'b', 'c', 'd'];
    expect(await Promise.all(names.map(work))).toEqual(
      names.map(() => ({ value: 1 })),
    );

    const onSmallPool = jest.fn();
    const database = pool(1);
    const single = new DatabaseBooks({
      getDatabase: async () => database,
      onSmallPool,
    });
    expect(await single.open('e', async open => open.all())).toEqual({
      value: new Map(),
    });
    expect(onSmallPool).toHaveBeenCalledTimes(1);
  });
});
