import { readPostgres } from '@model-catalog/bridge/src/config/postgres';
import { openPostgresStore } from '@model-catalog/bridge/src/postgres/openPostgresStore';
import { storedModel } from '@model-catalog/node/src/store/__testUtils__/records';
import { change } from '@model-catalog/node/src/store/__testUtils__/storeHarness';
import { randomBytes } from 'crypto';
import { mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { describePostgres } from './describePostgres';
import { serverTls, type TestAuthority } from './serverTls';
import { findPgBouncer, startPgBouncer } from './startPgBouncer';
import { type RealPostgres, startPostgres } from './startPostgres';

jest.setTimeout(60_000);

type Opened = ReturnType<typeof openPostgresStore>;

describePostgres()('The store of STORAGE_TYPE=PostgreSQL', () => {
  let postgres: RealPostgres;
  let tls: TestAuthority;
  let dir: string;
  let opened: Opened[] = [];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'settings-'));
    tls = serverTls('localhost');
    await writeFile(join(dir, 'ca.crt'), tls.ca);
    await writeFile(join(dir, 'other.crt'), serverTls('localhost').ca);
    postgres = await startPostgres({ tls: { key: tls.key, cert: tls.cert } });
    await postgres.createDatabase('models');
  });
  afterEach(async () => {
    await Promise.all(opened.map(store => store.close()));
    opened = [];
  });
  afterAll(async () => {
    await postgres?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const open = (more: Record<string, string> = {}): Opened => {
    const read = readPostgres({
      POSTGRES_HOST: 'localhost',
      POSTGRES_PORT: `${postgres.port}`,
      POSTGRES_USER: postgres.user,
      POSTGRES_PASSWORD: postgres.password,
      POSTGRESQL_DATABASE: 'models',
      ...more,
    });
    if ('problems' in read) throw new Error(read.problems.join('\n'));
    const store = openPostgresStore(read.settings, { pollMs: 20 });
    opened.push(store);
    return store;
  };
  const file = (name: string) => join(dir, name);
  const connections = (encrypted: boolean) =>
    postgres.query(
      `select application_name from pg_stat_ssl join pg_stat_activity using (pid)
       where ssl = ${encrypted} and datname = 'models'`,
    );

  it('is encrypted and verified with the authority that is named', async () => {
    const store = open({
      PGSSLMODE: 'verify-full',
      PGSSLROOTCERT: file('ca.crt'),
    });
    await change(store, { upsert: [storedModel('a')] });

    expect(await connections(true)).toContainEqual({
      application_name: 'model-catalog-bridge',
    });
    expect(await connections(false)).toEqual([]);
  });

  it.each([
    ['verify-full', 'localhost', 'ca.crt', undefined],
    ['require', 'localhost', 'ca.crt', undefined],
    ['verify-ca', '127.0.0.1', 'ca.crt', undefined],
    ['no-verify', '127.0.0.1', undefined, undefined],
    ['disable', '127.0.0.1', undefined, undefined],
    ['verify-full', '127.0.0.1', 'ca.crt', /PGSSLMODE=verify-ca/],
    ['require', '127.0.0.1', 'ca.crt', /PGSSLMODE=verify-ca/],
    ['verify-full', 'localhost', 'other.crt', /PGSSLROOTCERT/],
    ['verify-full', 'localhost', undefined, /PGSSLROOTCERT/],
    ['verify-ca', 'localhost', 'other.crt', /PGSSLROOTCERT/],
    ['verify-full', 'localhost', 'missing.crt', /ENOENT.*missing\.crt/],
  ])(
    'with %s for %s and the authority %s: %p',
    async (mode, host, ca, failure) => {
      const store = open({
        PGSSLMODE: mode,
        POSTGRES_HOST: host,
        ...(ca ? { PGSSLROOTCERT: file(ca) } : {}),
      });
      const outcome: unknown = await store.read().then(
        () => undefined,
        (error: unknown) => String(error),
      );

      expect(String(outcome)).toMatch(failure ?? /^undefined$/);
    },
  );

  it('takes an authority that is replaced while it runs', async () => {
    await writeFile(file('rotating.crt'), serverTls('localhost').ca);
    const store = open({
      PGSSLMODE: 'verify-full',
      PGSSLROOTCERT: file('rotating.crt'),
    });
    await expect(store.read()).rejects.toThrow(/PGSSLROOTCERT/);

    await writeFile(file('rotating.crt'), tls.ca);
    expect((await store.read()).issues).toEqual([]);
  });

  it('takes a password that is replaced while it runs, and shows none', async () => {
    const [first, second] = [randomBytes(9), randomBytes(9)].map(bytes =>
      bytes.toString('hex'),
    );
    await postgres.query(`create role rotating login password '${first}'`);
    await postgres.query('grant create on database models to rotating');
    await postgres.query('create schema if not exists model_catalog', 'models');
    await postgres.query(
      `grant usage on schema model_catalog to rotating;
       grant all on all tables in schema model_catalog to rotating`,
      'models',
    );
    await writeFile(file('password'), `${first}\n`);
    const store = open({
      POSTGRES_USER: 'rotating',
      POSTGRES_PASSWORD_FILE: file('password'),
      PGSSLMODE: 'disable',
    });
    await store.read();

    await postgres.query(`alter role rotating password '${second}'`);
    await postgres.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'rotating'`,
    );
    const refusal = await store.read().catch((error: unknown) => error);
    expect(String(refusal)).toMatch(/check user and password/);
    expect(
      JSON.stringify(refusal, Object.getOwnPropertyNames(refusal)),
    ).not.toContain(first);

    await writeFile(file('password'), second ?? '');
    expect((await store.read()).issues).toEqual([]);
  });

  it('goes through PgBouncer with nothing that this refuses', async () => {
    const binary = findPgBouncer();
    if (binary === undefined) return;
    const bouncer = await startPgBouncer(binary, postgres);
    try {
      const store = open({
        POSTGRES_PORT: `${bouncer.port}`,
        PGSSLMODE: 'disable',
      });
      expect((await store.read()).issues).toEqual([]);
      await store.close();
    } finally {
      await bouncer.stop();
    }
  });
});
