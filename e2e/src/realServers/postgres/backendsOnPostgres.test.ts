/* eslint-disable @backstage/no-forbidden-package-imports, @backstage/no-mixed-plugin-imports -- the plugin's own rig, which no hub gets */
import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { clusterBlock } from '@model-catalog/backstage-plugin-model-catalog-backend/src/__testUtils__/clusterBlock';
import { Hub } from '@model-catalog/backstage-plugin-model-catalog-backend/src/__testUtils__/Hub';
import { waitFor } from '@model-catalog/backstage-plugin-model-catalog-backend/src/__testUtils__/waitFor';
import {
  generateWorld,
  type Simulator,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import { describePostgres } from './describePostgres';
import { type RealPostgres, startPostgres } from './startPostgres';

// Whole backends are started, and the catalog takes its time.
jest.setTimeout(180_000);

const LISTS = 'GET /api/model_registry/v1alpha3/registered_models';

describePostgres()('Two backends of one hub, without sidecars', () => {
  let postgres: RealPostgres;
  let simulator: Simulator;
  let dir: string;
  const hubs: Hub[] = [];

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'backends-'));
    postgres = await startPostgres();
    simulator = await startSimulator({ dir });
    // Without cards: their addresses name the port, which differs in one process only.
    generateWorld(simulator, { models: 3, versions: 1, deployed: 1 });
  });
  afterAll(async () => {
    for (const hub of hubs) {
      await hub.stop();
    }
    await simulator?.stop();
    await postgres?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  async function start(more: object = {}, database?: string): Promise<Hub> {
    const { port, user, password } = postgres;
    const hub = new Hub({
      entries: {
        models: { rhoai: clusterBlock(simulator, { checkInterval: '1s' }) },
      },
      database: {
        client: 'pg',
        connection: { host: '127.0.0.1', port, user, password, database },
        ...more,
      },
    });
    hubs.push(hub);
    return hub.start();
  }
  const requests = () => {
    const { registry, kubernetes } = simulator.counters;
    return { registry: registry.counts, kubernetes: kubernetes.counts };
  };
  const describeFirst = (description: string) => {
    const [model] = simulator.registry.state.listModels({}).items;
    simulator.registry.state.patchModel(model?.id ?? '', { description });
  };
  const shows = (hub: Hub, description: string) =>
    waitFor(async () => {
      const entities = await hub.entities();
      expect(entities.map(({ metadata }) => metadata.description)).toContain(
        description,
      );
    });
  const watches = () =>
    Object.entries(requests().kubernetes.patterns)
      .filter(([pattern]) =>
        /inferenceservices\.serving\.kserve\.io/.test(pattern),
      )
      .map(([pattern, { requests: count }]) => [pattern, count]);

  it('read the cluster once, and take over when the one that reads ends', async () => {
    const first = await start();
    await waitFor(async () => expect(await first.names()).toHaveLength(5));
    expect(requests().registry.patterns[LISTS]?.requests).toBeGreaterThan(0);
    const asked = watches();
    expect(asked).not.toEqual([]);

    const second = await start();
    await waitFor(async () => expect(await second.names()).toHaveLength(5));
    describeFirst('Read by one of both');
    await shows(second, 'Read by one of both');
    await shows(first, 'Read by one of both');
    // Another one would have listed and watched what there is.
    expect(watches()).toEqual(asked);
    expect(second.log.join('\n')).toContain(
      'Standing by: another process leads',
    );

    await first.stop();
    describeFirst('Read by the one that is left');
    await shows(second, 'Read by the one that is left');
    expect(watches()).not.toEqual(asked);
    expect(second.flaws('model-catalog')).toEqual([]);
  });

  const tablesIn = (database: string) =>
    postgres.query(
      `select table_schema || '.' || table_name as name from information_schema.tables where table_name like 'mc\\_%' order by 1`,
      database,
    );

  it('have the tables of each entry in the database of the plugin', async () => {
    const tables = await tablesIn('backstage_plugin_model-catalog');
    expect(JSON.stringify(tables)).toMatch(
      /public\.mc_models_[0-9a-f]{8}_lease/,
    );
  });

  it('have them in its schema, where all plugins share one database', async () => {
    await postgres.createDatabase('hub');
    const hub = await start({ pluginDivisionMode: 'schema' }, 'hub');
    await waitFor(async () => expect(await hub.names()).toHaveLength(5));
    const tables = await tablesIn('hub');
    expect(JSON.stringify(tables)).toMatch(
      /model-catalog\.mc_models_[0-9a-f]{8}_lease/,
    );
    expect(JSON.stringify(tables)).not.toContain('public.');
    expect(hub.flaws('model-catalog')).toEqual([]);
  });
});
