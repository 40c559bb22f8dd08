import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import {
  generateWorld,
  type Simulator,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import { knex as createKnex } from 'knex';
import { clusterBlock } from './__testUtils__/clusterBlock';
import { Hub } from './__testUtils__/Hub';
import { waitFor } from './__testUtils__/waitFor';

// Whole backends are started, and the catalog takes its time.
jest.setTimeout(120_000);

describe('a hub without sidecars', () => {
  let dir: string;
  let simulator: Simulator;
  let hub: Hub | undefined;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'hub-'));
    simulator = await startSimulator({ dir });
    generateWorld(simulator, { models: 2, versions: 1, deployed: 1, cards: 1 });
  });
  afterEach(async () => {
    await hub?.stop();
    hub = undefined;
    await simulator.stop();
    await rm(dir, { recursive: true, force: true });
  });

  async function start(entries: object) {
    await hub?.stop();
    hub = new Hub({
      entries,
      database: { client: 'better-sqlite3', connection: { directory: dir } },
    });
    return hub.start();
  }

  it('shows the models of its cluster as they come, after a restart too', async () => {
    const started = await start({ models: { rhoai: clusterBlock(simulator) } });
    await waitFor(async () => expect(await started.names()).toHaveLength(4));
    const before = await started.entities();
    const names = await started.names();
    expect(started.flaws()).toEqual([]);

    const again = await start({ models: { rhoai: clusterBlock(simulator) } });
    const [model] = simulator.registry.state.listModels({}).items;
    simulator.registry.state.patchModel(model?.id ?? '', {
      description: 'Written after the restart',
    });
    await waitFor(async () => {
      const after = await again.entities();
      expect(after.map(({ metadata }) => metadata.description)).toContain(
        'Written after the restart',
      );
    });
    const uids = (await again.entities()).map(({ metadata }) => metadata.uid);
    expect(await again.names()).toEqual(expect.arrayContaining(names));
    expect(uids).toEqual(
      expect.arrayContaining(before.map(({ metadata }) => metadata.uid)),
    );
    expect(again.flaws('model-catalog')).toEqual([]);
  });

  it('gives its claim back when it stops, with what it wrote in its tables', async () => {
    const started = await start({ models: { rhoai: clusterBlock(simulator) } });
    await waitFor(async () => expect(await started.names()).toHaveLength(4));
    await started.stop();

    const database = createKnex({
      client: 'better-sqlite3',
      connection: { filename: join(dir, 'model-catalog.sqlite') },
      useNullAsDefault: true,
    });
    const [lease] = await database('mc_models_8edcc26c_lease').select();
    const records = await database('mc_models_8edcc26c_records').select('key');
    await database.destroy();
    expect(lease).toMatchObject({ holder: '' });
    expect(records).toHaveLength(3);
    expect(started.flaws()).toEqual([]);
  });

  it('reads model cards by the same way', async () => {
    const started = await start({ models: { rhoai: clusterBlock(simulator) } });
    await waitFor(async () => expect(await started.names()).toHaveLength(4));
    const refs = (await started.entities()).flatMap(
      ({ metadata }) =>
        metadata.annotations?.['backstage.io/techdocs-ref'] ?? [],
    );
    expect(refs[0]).toContain(`url:${started.url}/api/model-catalog/models/`);

    const [ref = ''] = refs;
    const files = await started.readTree?.(ref.replace(/^url:/, ''));
    expect(files?.map(file => file.split(':')[0]).sort()).toEqual([
      'docs/index.md',
      'mkdocs.yml',
    ]);
  });

  it('answers other plugins only', async () => {
    const started = await start({ models: { rhoai: clusterBlock(simulator) } });
    const url = `${started.url}/api/model-catalog/models`;
    const ask = async (path: string, token?: string, method = 'GET') => {
      const headers = token ? { authorization: `Bearer ${token}` } : undefined;
      const { status } = await fetch(`${url}${path}`, { headers, method });
      return status;
    };
    const own = await started.tokenFor('model-catalog');
    await waitFor(async () =>
      expect(await ask('/api/v1/records', own)).toBe(200),
    );

    expect(await ask('/list', own)).toBe(200);
    expect(await ask('/list', own, 'DELETE')).toBe(405);
    expect(await ask('/nothing', own)).toBe(404);
    expect(await ask('/../other/list', own)).toBe(404);
    expect(await ask('/list')).toBe(401);
    expect(await ask('/list', 'made-up')).toBe(401);
    expect(await ask('/list', await started.tokenFor('catalog'))).toBe(401);
  });

  it.each<[string, object, string]>([
    [
      'a wrong value',
      { models: { rhoai: { versions: 'newest' } } },
      'catalog.providers.modelCatalog.models.rhoai.versions',
    ],
    [
      'both forms',
      {
        models: {
          rhoai: { kubernetes: { url: 'https://127.0.0.1:1', token: 't' } },
          baseUrl: 'http://localhost:9090',
        },
      },
      'baseUrl and rhoai must not be given both',
    ],
    [
      'two without a prefix',
      { east: { rhoai: {} }, west: { rhoai: {} } },
      'catalog.providers.modelCatalog.east.rhoai.namePrefix and catalog.providers.modelCatalog.west.rhoai.namePrefix',
    ],
  ])('does not start with %s, and names the key', async (_, entries, told) => {
    const failure: unknown = await start(entries).catch(error => error);
    expect(inspect(failure, { depth: 8 })).toContain(told);
  });
});
