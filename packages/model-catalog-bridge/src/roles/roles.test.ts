import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  generateWorld,
  type Simulator,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import pino from 'pino';
import { readConfig } from '../config/config';
import { eventually } from './__testUtils__/bridge';
import { startAll } from './all';
import { startLocation } from './location';
import type { RoleInput, Running } from './role';
import { startStorageRest } from './storageRest';

describe('the roles of the bridge, on one store in ConfigMaps', () => {
  let simulator: Simulator;
  let dir: string;
  let stop: AbortController;
  const running: Running[] = [];

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'bridge-roles-'));
    simulator = await startSimulator({ dir });
    generateWorld(simulator, { models: 3, versions: 2, deployed: 2, cards: 1 });
    stop = new AbortController();
  });
  afterEach(async () => {
    stop.abort();
    await Promise.all(running.splice(0).map(({ done }) => done));
    await simulator.stop();
    await rm(dir, { recursive: true });
  });

  async function start(
    role: (input: RoleInput) => Promise<Running>,
    settings: Record<string, string> = {},
  ): Promise<string> {
    const environment = {
      KUBECONFIG: simulator.kubernetes.kubeconfig,
      NAMESPACE: 'rhdh',
    };
    const config = readConfig({
      ...environment,
      MR_ROUTE: `bench=${simulator.registry.url}`,
      CATALOG_URL: simulator.catalog.url,
      LOCATION_ADDRESS: '127.0.0.1:0',
      STORAGE_ADDRESS: '127.0.0.1:0',
      STORAGE_TOKEN: 'of both',
      METRICS_ADDRESS: '127.0.0.1:0',
      CHECK_INTERVAL: '200ms',
      ...settings,
    });
    const started = await role({
      config,
      environment,
      logger: pino({ level: 'silent' }),
      signal: stop.signal,
    });
    running.push(started);
    const { location, storage } = started.ports;
    return `http://127.0.0.1:${location ?? storage}`;
  }
  const startReader = async () =>
    start(startLocation, { STORAGE_URL: await start(startStorageRest) });
  const get = async (url: string) => {
    const response = await fetch(url);
    return { status: response.status, body: await response.text() };
  };
  const records = async (base: string) => {
    const { status, body } = await get(`${base}/api/v1/records`);
    expect(status).toBe(200);
    const snapshot: { revision: string; records: unknown[] } = JSON.parse(body);
    return snapshot;
  };

  it('serve the same, whoever fills the store and whoever reads it', async () => {
    const reader = await startReader();
    expect((await get(`${reader}/list`)).status).toBe(503);

    const filler = await start(startAll);
    const filled = await eventually(async () => {
      const snapshot = await records(filler);
      expect(snapshot.records).toHaveLength(8);
      return snapshot;
    });
    await eventually(async () => {
      const { revision, records: read } = await records(reader);
      expect(revision).toBe(filled.revision);
      expect(read).toEqual(filled.records);
    });

    const list = await get(`${reader}/list`);
    expect(list).toEqual(await get(`${filler}/list`));
    const { uris }: { uris: string[] } = JSON.parse(list.body);
    for (const uri of uris) {
      expect(await get(`${reader}${uri}`)).toEqual(
        await get(`${filler}${uri}`),
      );
    }
  });

  it.each([
    ['looked for where operators put registries', ''],
    ['in a namespace', 'rhoai-model-registries:'],
  ])(
    'read a registry by the name of its Route, %s, through HTTPS and with our token',
    async (_where, namespace) => {
      await simulator.stop();
      simulator = await startSimulator({ dir, proxied: true });
      generateWorld(simulator, { models: 1, versions: 2 });
      const { registry } = simulator.cluster.world;
      const filler = await start(startAll, {
        MR_ROUTE: `${namespace}${registry.name}-https`,
      });

      await eventually(async () => {
        const { body } = await get(`${filler}/api/v1/records`);
        expect(body).toContain(`"model-registry/${registry.name}"`);
        expect((await records(filler)).records).toHaveLength(2);
      });
    },
  );

  it('say which Route is not there, and read the rest', async () => {
    const filler = await start(startAll, { MR_ROUTE: 'team-ns:gone-rest' });

    await eventually(async () => {
      const { body } = await get(`${filler}/api/v1/records`);
      expect(body).toContain(
        'routes.route.openshift.io \\"gone-rest\\" not found',
      );
      expect((await records(filler)).records).toHaveLength(4);
    });
  });

  it('say why they are not ready while the store cannot be read', async () => {
    const { token, tokens } = simulator.kubernetes;
    tokens.set({ token, user: 'nobody', rules: [] });
    await start(startAll);

    await eventually(async () => {
      const { status, body } = await get(
        `http://127.0.0.1:${running[0]?.ports.metrics}/readyz`,
      );
      expect(status).toBe(503);
      expect(body).toContain('unavailable');
      expect(body).toContain('Cannot read ConfigMap rhdh/');
    });
  });

  it('hand on a change, and stop when they are asked to', async () => {
    const filler = await start(startAll);
    const reader = await startReader();
    await eventually(() => records(reader));

    const [model] = simulator.registry.state.listModels({}).items;
    simulator.registry.state.patchModel(model?.id ?? '', {
      description: 'Changed while both run',
    });
    await eventually(async () => {
      expect((await get(`${reader}/api/v1/records`)).body).toContain(
        'Changed while both run',
      );
    });

    stop.abort();
    await Promise.all(running.map(({ done }) => done));
    await expect(get(`${filler}/list`)).rejects.toThrow();
  });
});
