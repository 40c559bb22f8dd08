import {
  change,
  changes,
} from '@model-catalog/node/src/store/__testUtils__/storeHarness';
import { storedModel } from '@model-catalog/node/src/store/__testUtils__/records';
import { StoreError } from '@model-catalog/node';
import { describePostgres } from './describePostgres';
import type { PostgresAccess } from './startPostgres';
import { useDatabases } from './useDatabases';

jest.setTimeout(60_000);

const A = storedModel('version/main/granite/1');
const LIMITED = { user: 'limited', password: 'a password of its own' };

describePostgres()('A SQL store at its first start', () => {
  const databases = useDatabases('start');
  const { postgres, sql, database } = databases;
  const open = (as?: Partial<PostgresAccess>) => databases.open(as).store;

  beforeAll(async () => {
    await postgres().query(
      `create role ${LIMITED.user} login nocreatedb password '${LIMITED.password}'`,
    );
  });

  it('is one store for all that start at once on an empty database', async () => {
    const stores = Array.from({ length: 12 }, () => open());
    const views = await Promise.all(stores.map(store => store.read()));

    expect(new Set(views.map(({ revision }) => revision)).size).toBe(1);
    const applied = await Promise.allSettled(
      stores.map((store, number) =>
        store.apply(
          changes({ upsert: [storedModel(`from/${number}`)] }),
          views[0]?.revision ?? '',
        ),
      ),
    );
    expect(applied.filter(({ status }) => status === 'fulfilled')).toHaveLength(
      1,
    );
    expect((await open().read()).records.size).toBe(1);
  });

  it('leaves everything in its own schema', async () => {
    await change(open(), { upsert: [A] });

    expect(
      await sql(
        `select schemaname, count(*)::int as tables from pg_tables
         where schemaname not in ('pg_catalog', 'information_schema') group by 1`,
      ),
    ).toEqual([{ schemaname: 'model_catalog', tables: 5 }]);
  });

  it('needs no right on the database when the schema is its own', async () => {
    await sql(`revoke create, temporary on database ${database()} from public`);
    await sql(`create schema model_catalog authorization ${LIMITED.user}`);

    const store = open(LIMITED);
    await change(store, { upsert: [A] });
    expect(await store.claim({ holder: 'a', ttlMs: 1000 })).toMatchObject({
      kind: 'held',
    });
    expect((await open(LIMITED).read()).records.get(A.record.key)).toEqual(A);
  });

  it('makes its schema where it may', async () => {
    await sql(`grant create on database ${database()} to ${LIMITED.user}`);

    expect((await change(open(LIMITED), { upsert: [A] })).synced).toBe(true);
  });

  it('says what to run where it may not make its schema, and works once that was run', async () => {
    const store = open(LIMITED);
    const refusal = await store.read().catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(StoreError);
    const advised = /CREATE SCHEMA [^;]+;/.exec(String(refusal))?.[0] ?? '';
    await sql(advised);
    expect((await change(store, { upsert: [A] })).records.size).toBe(1);
  });

  it('says what to run where the schema is of somebody else', async () => {
    await sql('create schema model_catalog');
    const store = open(LIMITED);
    const refusal = await store.read().catch((error: unknown) => error);

    const advised = /GRANT USAGE[^;]+;/.exec(String(refusal))?.[0] ?? '';
    await sql(advised);
    expect((await change(store, { upsert: [A] })).records.size).toBe(1);
  });

  it.each([
    ['password', { password: 'wrong-secret' }, /check user and password/],
    ['role', { user: 'nobody_here' }, /check user and password/],
    ['database', { database: 'nowhere' }, /create the database/],
    ['port', { port: 1 }, /nothing listens there/],
  ])(
    'says that the %s is wrong, and shows no password',
    async (_what, as, hint) => {
      const refusal = await open(as)
        .read()
        .catch((error: unknown) => error);

      expect(refusal).toBeInstanceOf(StoreError);
      expect(String(refusal)).toMatch(hint);
      const all = [
        JSON.stringify(refusal, Object.getOwnPropertyNames(refusal)),
        String(refusal instanceof Error ? refusal.cause : ''),
      ].join('\n');
      expect(all).not.toContain('wrong-secret');
      expect(all).not.toContain(postgres().password);
    },
  );
});
