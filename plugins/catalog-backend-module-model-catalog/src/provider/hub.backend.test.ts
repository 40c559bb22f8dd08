import { TestDatabases } from '@backstage/backend-test-utils';
import { Hub, type HubOptions } from '../__testUtils__/Hub';
import { LocationServer } from '../__testUtils__/LocationServer';
import {
  modelRecord,
  serverRecord,
  snapshotOf,
} from '../__testUtils__/records';
import { waitFor } from '../__testUtils__/waitFor';
import type { Database } from './books/types';

// Whole backends are started, and the catalog takes its time.
jest.setTimeout(120_000);

const nameOf = (id: string) => `ModelCatalogResourceEntityProvider:${id}`;
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('in a hub with a real catalog', () => {
  let server: LocationServer;
  let database: Database;
  let hub: Hub | undefined;

  const world = [modelRecord('granite'), serverRecord('demo', ['granite'])];
  const everything = ['API:demo', 'Component:demo', 'Resource:granite'];

  beforeEach(async () => {
    server = await LocationServer.start();
    server.longPolls = true;
    server.serve(snapshotOf('1', world));
    database = await databases.init('SQLITE_3');
  });

  afterEach(async () => {
    await hub?.stop();
    await server.stop();
  });

  async function restart(entries: object, more: Partial<HubOptions> = {}) {
    await hub?.stop();
    hub = await new Hub({ entries, database, ...more }).start();
    return hub;
  }
  const shows = (expected: string[]) =>
    waitFor(async () => expect(await hub?.names()).toEqual(expected));
  /** The entity as the catalog knows it: another one has another uid. */
  const uids = async () =>
    (await hub?.entities())?.map(({ metadata }) => metadata.uid).sort();
  /** Until the provider has asked for the next change, after what it had to do. */
  const settled = (of: LocationServer = server) =>
    waitFor(() => expect(of.waitingRequests).toBeGreaterThan(0));

  it('sends nothing after a restart', async () => {
    await restart({ models: { baseUrl: server.url } });
    await shows(everything);
    const again = await restart({ models: { baseUrl: server.url } });
    await settled();
    expect(again.sendings()).toEqual([]);
    expect(again.log.filter(line => /warn|conflict/i.test(line))).toEqual([]);
    expect(await again.names()).toEqual(everything);
  });

  it('removes after a restart what went meanwhile', async () => {
    await restart({ models: { baseUrl: server.url } });
    await shows(everything);
    await hub?.stop();
    server.serve(snapshotOf('2', [modelRecord('granite')]));
    await restart({ models: { baseUrl: server.url } });
    await expect(shows(['Resource:granite'])).resolves.toBeUndefined();
  });

  it('brings back what was unregistered by hand', async () => {
    await restart({ models: { baseUrl: server.url } });
    await shows(everything);
    await hub?.unregister('API', 'demo');
    expect(await hub?.names()).toEqual(['Component:demo', 'Resource:granite']);
    const again = await restart({ models: { baseUrl: server.url } });
    await shows(everything);
    expect(again.log.join('\n')).toContain(
      'Entities that were sent are not in the catalog any more; they are sent again {"entities":1}',
    );
  });

  it('sends nothing again of what the catalog has not processed yet', async () => {
    await restart({ models: { baseUrl: server.url } });
    await shows(everything);
    await hub?.stop();
    await database('final_entities').delete();
    // As if there were much to do before.
    const again = await restart({ models: { baseUrl: server.url } });
    await settled();
    expect(again.sendings()).toEqual([]);
    expect(again.log.join('\n')).not.toContain('are sent again');
  });

  it('keeps everything while the variable with the base URL is not set', async () => {
    await restart({ models: { baseUrl: server.url } });
    await shows(everything);
    const again = await restart({ models: { baseUrl: '' } });
    expect(again.log.join('\n')).toContain('has no baseUrl');
    expect(again.log.join('\n')).not.toContain('orphaned provider');
    expect(await again.names()).toEqual(everything);
  });

  it('fills an empty database', async () => {
    await restart({ models: { baseUrl: server.url } });
    await shows(everything);
    await hub?.stop();
    database = await databases.init('SQLITE_3');
    await restart({ models: { baseUrl: server.url } });
    await expect(shows(everything)).resolves.toBeUndefined();
  });

  it('notices a catalog that was restored to an older state', async () => {
    await restart({ models: { baseUrl: server.url } });
    await shows(everything);
    await hub?.stop();
    for (const table of ['refresh_state', 'final_entities']) {
      await database(table)
        .where('entity_ref', 'resource:default/granite')
        .delete();
    }
    await restart({ models: { baseUrl: server.url } });
    await expect(shows(everything)).resolves.toBeUndefined();
  });

  it('leaves the entity of another provider alone, and says whose it is once', async () => {
    const others = ['other'];
    await restart({}, { others });
    await hub?.applyAs('other', {
      type: 'full',
      entities: [
        {
          locationKey: 'other',
          entity: {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Resource',
            metadata: {
              name: 'granite',
              annotations: {
                'backstage.io/managed-by-location': 'url:https://elsewhere',
                'backstage.io/managed-by-origin-location':
                  'url:https://elsewhere',
              },
            },
            spec: { type: 'file', owner: 'user:default/them' },
          },
        },
      ],
    });
    await shows(['Resource:granite']);
    const again = await restart(
      { models: { baseUrl: server.url } },
      { others },
    );
    await shows(everything);
    const resource = async () =>
      (await again.entities()).find(({ kind }) => kind === 'Resource');
    expect(await resource()).toMatchObject({ spec: { type: 'file' } });
    server.serve(snapshotOf('2', [...world, modelRecord('more')]));
    await shows([...everything, 'Resource:more']);
    const told = again.log.filter(line => /comes from elsewhere/.test(line));
    expect(told).toEqual([expect.stringContaining('url:https://elsewhere')]);
    expect(again.log.join('\n')).not.toContain('detected conflicting');

    // The name is free again: ours comes with the next comparison.
    await again.applyAs('other', { type: 'full', entities: [] });
    await shows(['API:demo', 'Component:demo', 'Resource:more']);
    await restart({ models: { baseUrl: server.url } }, { others });
    await shows([...everything, 'Resource:more']);
    expect(await await hub?.entities()).toContainEqual(
      expect.objectContaining({
        kind: 'Resource',
        spec: expect.objectContaining({ type: 'ai-model' }),
      }),
    );
  });

  it('serves two location services side by side', async () => {
    const second = await LocationServer.start();
    second.longPolls = true;
    second.serve(
      snapshotOf('1', [modelRecord('llama'), modelRecord('granite')]),
    );
    try {
      await restart({
        a: { baseUrl: server.url },
        b: { baseUrl: second.url },
      });
      await shows([...everything, 'Resource:llama']);
      second.serve(snapshotOf('2', []));
      await expect(shows(everything)).resolves.toBeUndefined();
      await hub?.stop();
    } finally {
      await second.stop();
    }
  });

  describe('when the id of an entry is another', () => {
    const entry = () => ({ baseUrl: server.url });

    beforeEach(async () => {
      await restart({ old: entry() });
      await shows(everything);
    });

    const locations = async () =>
      (await hub?.entities())?.map(
        ({ metadata }) =>
          metadata.annotations?.['backstage.io/managed-by-location'],
      );

    it('takes the entities over without one moment in which they are not there', async () => {
      const before = await uids();
      await hub?.stop();
      hub = new Hub({
        database,
        entries: { new: { ...entry(), previousIds: ['old'] } },
      });
      let missing = 0;
      let running = true;
      await hub.start();
      const watch = (async () => {
        while (running) {
          missing += ((await hub?.names())?.length ?? 0) < 3 ? 1 : 0;
        }
      })();
      await waitFor(async () =>
        expect(await locations()).toEqual(Array(3).fill(nameOf('new'))),
      );
      running = false;
      await watch;
      expect(missing).toBe(0);
      expect(await uids()).toEqual(before);
      expect(hub.log.join('\n')).not.toMatch(/conflict|Removed entities/);

      // From now on the old name is needed no more.
      await restart({ new: entry() });
      await settled();
      expect(await uids()).toEqual(before);
      expect(hub.sendings()).toEqual([]);
      server.serve(snapshotOf('2', [modelRecord('granite', { title: 'New' })]));
      await shows(['Resource:granite']);
      await waitFor(async () =>
        expect((await hub?.entities())?.[0]?.metadata.title).toBe('New'),
      );
      expect(hub.log.join('\n')).not.toContain('conflict');
    });

    it('removes what is gone, also if it was never sent under the new id', async () => {
      await hub?.stop();
      server.serve(snapshotOf('2', [modelRecord('granite')]));
      await restart({ new: { ...entry(), previousIds: ['old'] } });
      await expect(shows(['Resource:granite'])).resolves.toBeUndefined();
    });

    it('takes over what an earlier connector left, which has no books', async () => {
      await hub?.stop();
      await database('model_catalog_entities').delete();
      const before = await database('refresh_state').pluck('entity_id');
      await restart({ new: { ...entry(), previousIds: ['old'] } });
      await waitFor(async () =>
        expect(await locations()).toEqual(Array(3).fill(nameOf('new'))),
      );
      expect((await uids()) ?? []).toEqual(before.sort());
    });

    it('can be renamed again, and back', async () => {
      const before = await uids();
      for (const [id, previous] of [
        ['b', 'old'],
        ['c', 'b'],
        ['old', 'c'],
      ] as const) {
        await restart({ [id]: { ...entry(), previousIds: [previous] } });
        await waitFor(async () =>
          expect(await locations()).toEqual(Array(3).fill(nameOf(id))),
        );
      }
      expect(await uids()).toEqual(before);
    });

    it('is removed by the catalog itself, and comes back, when the previous id is not named', async () => {
      const before = await uids();
      await hub?.stop();
      const since = performance.now();
      hub = await new Hub({ database, entries: { new: entry() } }).start();
      expect(hub.log.join('\n')).toContain(
        `Removed entities for orphaned provider ${nameOf('old')}`,
      );
      await waitFor(async () =>
        expect(await locations()).toEqual(Array(3).fill(nameOf('new'))),
      );
      process.stdout.write(
        `restored after ${Math.round(performance.now() - since)} ms\n`,
      );
      expect(await uids()).not.toEqual(before);
    });
  });
});
