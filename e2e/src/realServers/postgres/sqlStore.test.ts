import { describeStore } from '@model-catalog/node/src/store/__testUtils__/describeStore';
import { sqlHarness } from '@model-catalog/node/src/store/sql/__testUtils__/sqlHarness';
import { describePostgres } from './describePostgres';
import { type RealPostgres, startPostgres } from './startPostgres';

jest.setTimeout(60_000);

describePostgres()('On a real PostgreSQL', () => {
  let postgres: RealPostgres;
  let databases = 0;

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(async () => {
    await postgres?.stop();
  });

  describeStore('The SQL store', async () => {
    databases += 1;
    const connection = await postgres.createDatabase(`store_${databases}`);
    return await sqlHarness({ client: 'pg', connection, pool: { min: 0 } });
  });
});
