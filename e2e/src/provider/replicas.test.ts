import { Hub } from '@model-catalog/backstage-plugin-catalog-backend-module-model-catalog/src/__testUtils__/Hub';
import { LocationServer } from '@model-catalog/backstage-plugin-catalog-backend-module-model-catalog/src/__testUtils__/LocationServer';
import {
  modelRecord,
  serverRecord,
  snapshotOf,
} from '@model-catalog/backstage-plugin-catalog-backend-module-model-catalog/src/__testUtils__/records';
import { waitFor } from '@model-catalog/backstage-plugin-catalog-backend-module-model-catalog/src/__testUtils__/waitFor';
import { knex, type Knex } from 'knex';
import {
  describePostgres,
  startPostgres,
  type PostgresAccess,
  type RealPostgres,
} from '../realServers/postgres';

// Whole backends are started, and the catalog takes its time.
jest.setTimeout(180_000);

describePostgres()('two backends on one PostgreSQL', () => {
  let postgres: RealPostgres;
  let access: PostgresAccess;
  let server: LocationServer;
  let pools: Knex[] = [];
  let hubs: Hub[] = [];
  let databases = 0;

  async function start(more: object = {}): Promise<Hub> {
    const database = knex({
      client: 'pg',
      connection: access,
      pool: { min: 0, max: 10 },
    });
    pools.push(database);
    const hub = await new Hub({
      entries: { models: { baseUrl: server.url, ...more } },
      database,
    }).start();
    hubs.push(hub);
    return hub;
  }

  beforeAll(async () => {
    postgres = await startPostgres();
  });

  afterAll(() => postgres?.stop());

  beforeEach(async () => {
    databases += 1;
    access = await postgres.createDatabase(`catalog_${databases}`);
    server = await LocationServer.start();
    server.longPolls = true;
  });

  afterEach(async () => {
    await Promise.all(hubs.map(hub => hub.stop()));
    await Promise.all(pools.map(pool => pool.destroy()));
    await server.stop();
    hubs = [];
    pools = [];
  });

  const names = (count: number, prefix = 'm') =>
    Array.from({ length: count }, (_, i) => `${prefix}${i}`);
  const sent = () =>
    hubs
      .flatMap(hub => hub.sendings())
      .map(line => JSON.parse(line.slice(line.indexOf('{'))));
  const bothWait = () =>
    waitFor(() => expect(server.waitingRequests).toBe(hubs.length));

  it('send each change once, and go on when one of them ends', async () => {
    const world = [modelRecord('granite'), serverRecord('demo', ['granite'])];
    server.serve(snapshotOf('1', world));
    const first = await start();
    const second = await start();
    await bothWait();
    expect(sent()).toEqual([
      { added: 3, updated: 0, resent: 0, removed: 0, held: 0, skipped: 0 },
    ]);
    for (const revision of ['2', '3', '4']) {
      server.serve(
        snapshotOf(revision, [...world, modelRecord(`m${revision}`)]),
      );
      await waitFor(async () => {
        expect(await second.names()).toContain(`Resource:m${revision}`);
        expect(await first.names()).toHaveLength(4);
      });
      await bothWait();
    }
    const counts = sent().slice(1);
    expect(counts.map(({ added }) => added).sort()).toEqual([1, 1, 1]);
    expect(counts.map(({ removed }) => removed).sort()).toEqual([0, 1, 1]);

    await first.stop();
    server.serve(snapshotOf('5', [modelRecord('last')]));
    await waitFor(async () =>
      expect(await second.names()).toEqual(['Resource:last']),
    );
    const log = hubs.flatMap(hub => hub.log).join('\n');
    expect(log).not.toMatch(/conflict|cannot be followed|deadlock/);
  });

  it('share a first sync of many deltas without a second sending', async () => {
    const records = names(1_200).map(name => modelRecord(name));
    server.serve(snapshotOf('0', []));
    await start();
    await start();
    await bothWait();
    server.serve(snapshotOf('1', records));
    await waitFor(() => expect(server.waitingRequests).toBe(2), 60_000);
    expect(sent()).toEqual([expect.objectContaining({ added: 1_200 })]);
    const removed = records.slice(3).map(({ key }) => key);
    server.serve({ ...snapshotOf('2', records.slice(0, 3)), removed });
    await waitFor(() => expect(sent()).toHaveLength(2), 60_000);
    // Either of them may have sent either.
    expect(sent()).toContainEqual(
      expect.objectContaining({ removed: 1_197, resent: 0, updated: 0 }),
    );
  });

  it('go on when PostgreSQL was killed in between', async () => {
    server.serve(snapshotOf('1', [modelRecord('before')]));
    const first = await start();
    const second = await start();
    await bothWait();
    await postgres.kill9();
    server.serve(snapshotOf('2', [modelRecord('after')]));
    await waitFor(() =>
      expect(first.log.join('\n')).toContain('cannot be followed'),
    );
    await postgres.restart();
    await waitFor(async () => {
      expect(await first.names()).toEqual(['Resource:after']);
      expect(await second.names()).toEqual(['Resource:after']);
    }, 60_000);
    await waitFor(() =>
      expect(first.log.join('\n')).toContain('is followed again'),
    );
  });

  it('take over the entities of an earlier id together', async () => {
    server.serve(snapshotOf('1', [modelRecord('granite')]));
    const first = await start();
    await waitFor(async () => expect(await first.names()).toHaveLength(1));
    const [before] = await first.entities();
    await first.stop();
    hubs = [];
    for (let replica = 0; replica < 2; replica += 1) {
      const database = knex({ client: 'pg', connection: access });
      pools.push(database);
      const entry = { baseUrl: server.url, previousIds: ['models'] };
      hubs.push(
        await new Hub({ entries: { renamed: entry }, database }).start(),
      );
    }
    await bothWait();
    const [hub] = hubs;
    const location = 'ModelCatalogResourceEntityProvider:renamed';
    await waitFor(async () =>
      expect(await hub?.entities()).toMatchObject([
        {
          metadata: {
            uid: before?.metadata.uid,
            annotations: { 'backstage.io/managed-by-location': location },
          },
        },
      ]),
    );
    expect(hubs.flatMap(one => one.log).join('\n')).not.toContain('conflict');
  });
});
