import { type RealPostgres, startPostgres } from './startPostgres';
import { describePostgres } from './describePostgres';

jest.setTimeout(60_000);

describePostgres()('a real PostgreSQL of our own', () => {
  let postgres: RealPostgres;

  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(async () => {
    await postgres?.stop();
  });

  it('makes databases and answers in them', async () => {
    const { database } = await postgres.createDatabase('one');

    expect(
      await postgres.query('select current_database() as name', database),
    ).toEqual([{ name: 'one' }]);
  });

  it('keeps what was committed when it is killed and started again', async () => {
    await postgres.query('create table kept (n int)');
    await postgres.query('insert into kept values (7)');
    const before = await postgres.pid();

    await postgres.kill9();
    await expect(postgres.query('select 1')).rejects.toThrow(/ECONNREFUSED/);
    await postgres.restart();

    expect(await postgres.query('select n from kept')).toEqual([{ n: 7 }]);
    expect(await postgres.pid()).not.toBe(before);
  });

  it('is gone when it is stopped for a while, and comes back on its port', async () => {
    await postgres.pause();
    expect(await postgres.pid()).toBeUndefined();
    await postgres.restart();

    expect(await postgres.query('select 1 as one')).toEqual([{ one: 1 }]);
  });
});
