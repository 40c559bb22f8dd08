import { TestDatabases } from '@backstage/backend-test-utils';
import { describeBooks } from '../../__testUtils__/describeBooks';
import { MemoryBooks } from '../../__testUtils__/MemoryBooks';
import { DatabaseBooks } from './DatabaseBooks';
import { inTurns } from './inTurns';

jest.setTimeout(30_000);

describeBooks('memory', { isShared: true }, async () => {
  const books = new MemoryBooks();
  return { process: async () => books };
});

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describeBooks('SQLite', { isShared: false }, async () => {
  const database = await databases.init('SQLITE_3');
  return {
    process: async () =>
      new DatabaseBooks({ getDatabase: async () => database }),
  };
});

describe('books of a database', () => {
  it('tries again to open it after a failure', async () => {
    const database = await databases.init('SQLITE_3');
    const getDatabase = jest
      .fn()
      .mockRejectedValueOnce(new Error('the database starts up'))
      .mockResolvedValue(database);
    const books = new DatabaseBooks({ getDatabase });
    const look = () => books.open('p', async open => open.all());
    await expect(look()).rejects.toThrow('starts up');
    expect(await look()).toEqual({ value: new Map() });
  });

  it('makes no tables where the administrator does', async () => {
    const database = await databases.init('SQLITE_3');
    const books = new DatabaseBooks({
      getDatabase: async () => database,
      skipMigrations: true,
    });
    // The driver's error need not be of this realm.
    const failure = await books.peek('p').catch(String);
    expect(failure).toContain('no such table');
    expect(await database.schema.hasTable('model_catalog_migrations')).toBe(
      false,
    );
  });

  it('makes up for notes on held sources that cannot be read', async () => {
    const database = await databases.init('SQLITE_3');
    const books = new DatabaseBooks({ getDatabase: async () => database });
    await books.open('p', async open =>
      open.moveTo({ revision: '1', held: {} }),
    );
    await database('model_catalog_providers').update({ held: '{"a":' });
    expect(await books.peek('p')).toMatchObject({ revision: '1', held: {} });
  });
});

describe('inTurns', () => {
  it('lets so many run at a time, and all of them, also after a failure', async () => {
    const turn = inTurns(2);
    let running = 0;
    let most = 0;
    const work = (fails: boolean) =>
      turn(async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise(resolve => setImmediate(resolve));
        running -= 1;
        if (fails) {
          throw new Error('failed');
        }
      }).catch(() => undefined);
    await Promise.all([true, false, true, false, false].map(work));
    expect({ running, most }).toEqual({ running: 0, most: 2 });
  });
});
