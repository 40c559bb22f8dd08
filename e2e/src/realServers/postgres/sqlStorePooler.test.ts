import { describeStore } from '@model-catalog/node/src/store/__testUtils__/describeStore';
import { sqlHarness } from '@model-catalog/node/src/store/sql/__testUtils__/sqlHarness';
import { logLine } from '../describeReal';
import { describePostgres } from './describePostgres';
import {
  findPgBouncer,
  type PgBouncer,
  startPgBouncer,
} from './startPgBouncer';
import {
  type PostgresAccess,
  type RealPostgres,
  startPostgres,
} from './startPostgres';

jest.setTimeout(120_000);

const binary = findPgBouncer();

function describePgBouncer(): jest.Describe {
  if (binary !== undefined) return describe;
  logLine(
    'No PgBouncer: name its program in PGBOUNCER (Debian: apt-get install pgbouncer)',
  );
  return describe.skip;
}

describePostgres()('Behind a pooler of transactions', () => {
  let postgres: RealPostgres;
  let databases = 0;

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(async () => {
    await postgres?.stop();
  });

  const newDatabase = (): Promise<PostgresAccess> => {
    databases += 1;
    return postgres.createDatabase(`store_${databases}`);
  };

  /** As the harshest pooler would: nothing of a session is left to the next transaction. */
  describeStore('The SQL store with a new connection each time', async () =>
    sqlHarness({
      client: 'pg',
      connection: await newDatabase(),
      pool: { min: 0, max: 4, maxConnectionLifetimeMillis: 1 },
      log: { warn: () => undefined },
    }),
  );

  describePgBouncer()('that is PgBouncer', () => {
    let bouncer: PgBouncer;

    beforeAll(async () => {
      bouncer = await startPgBouncer(binary ?? '', postgres);
    });
    afterAll(async () => {
      await bouncer?.stop();
    });

    describeStore('The SQL store', async () => {
      const connection = { ...(await newDatabase()), port: bouncer.port };
      return sqlHarness({
        client: 'pg',
        connection,
        pool: { min: 0, max: 4 },
      });
    });
  });
});
