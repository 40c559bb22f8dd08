import {
  type PostgresAccess,
  type RealPostgres,
  startPostgres,
} from './startPostgres';
import { storeOn, type StoreOn } from './storeOn';

/**
 * A PostgreSQL for a suite, and for each of its tests an empty database, with
 * stores on it that end with the test. To be called in its `describe`.
 */
export function useDatabases(prefix: string) {
  let postgres: RealPostgres;
  let access: PostgresAccess;
  let count = 0;
  let opened: StoreOn[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  beforeEach(async () => {
    count += 1;
    access = await postgres.createDatabase(`${prefix}_${count}`);
    opened = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map(({ close }) => close()));
  });
  afterAll(async () => {
    await postgres?.stop();
  });

  return {
    postgres: () => postgres,
    /** Asks the database of the test as the superuser. */
    sql: (text: string) => postgres.query(text, access.database),
    database: () => access.database,
    /** @param as - who opens it, where it is not the owner */
    open: (as: Partial<PostgresAccess> = {}): StoreOn => {
      const one = storeOn({ ...access, ...as });
      opened.push(one);
      return one;
    },
  };
}
