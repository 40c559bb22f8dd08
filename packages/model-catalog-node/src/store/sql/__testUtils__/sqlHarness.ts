import { knex as createKnex, type Knex } from 'knex';
import type { StoreHarness } from '../../__testUtils__/describeStore';
import { createSqlStore, type SqlStoreOptions } from '../createSqlStore';
import { layoutOf } from '../layout';

/** Statements that change a table of ours; the lease is renewed whatever happens. */
const WRITE =
  /^\s*(insert into|update|delete from) \S*(records|texts|state)\b(?!.* where 1 = 0)/i;

/** A store on a database of its own, and a look at what is sent there. */
export type SqlHarness = Omit<StoreHarness, 'open'> & {
  /** Each with connections of its own, as another process would have. */
  open(options?: Partial<SqlStoreOptions>): ReturnType<typeof createSqlStore>;
  /** For looking at the tables, and for damaging them. */
  knex: Knex;
  table: ReturnType<typeof layoutOf>['table'];
  /** All statements since the start, as they were sent. */
  statements: string[];
  close(): Promise<void>;
};

/** The database must be empty; `config` is what knex takes. */
export async function sqlHarness(config: Knex.Config): Promise<SqlHarness> {
  const opened: Knex[] = [];
  const statements: string[] = [];
  const connect = () => {
    const knex = createKnex(config);
    knex.on('query', ({ sql }: { sql: string }) => statements.push(sql));
    opened.push(knex);
    return knex;
  };
  const knex = connect();
  const { table } = layoutOf(knex);
  const open = (options: Partial<SqlStoreOptions> = {}) =>
    createSqlStore({
      knex: connect(),
      pollMs: 20,
      maxBytes: 40_000,
      ...options,
    });
  // Makes the tables, which is nobody's write.
  await open().read();
  const first = statements.length;

  return {
    open,
    knex,
    table,
    statements,
    writes: () => statements.slice(first).filter(sql => WRITE.test(sql)).length,
    blobs: async () => {
      const rows: { digest: string }[] = await knex(table('texts')).select(
        'digest',
      );
      return rows.map(({ digest }) => digest);
    },
    maxRecordBytes: 40_000,
    loseTexts: async () => {
      await knex(table('texts')).delete();
    },
    close: async () => {
      await Promise.all(opened.map(one => one.destroy()));
    },
  };
}
