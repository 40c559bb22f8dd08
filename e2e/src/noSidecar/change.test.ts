/* eslint-disable @backstage/no-forbidden-package-imports, @backstage/no-mixed-plugin-imports -- the plugin's own rig, which no hub gets */
import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { clusterBlock } from '@model-catalog/backstage-plugin-model-catalog-backend/src/__testUtils__/clusterBlock';
import { Hub } from '@model-catalog/backstage-plugin-model-catalog-backend/src/__testUtils__/Hub';
import { waitFor } from '@model-catalog/backstage-plugin-model-catalog-backend/src/__testUtils__/waitFor';
import { readConfig, startAll } from '@model-catalog/bridge';
import {
  generateWorld,
  type Simulator,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import pino from 'pino';

// Whole backends are started, and the catalog takes its time.
jest.setTimeout(180_000);

describe('a hub that changes its sidecar for its own backend, and back', () => {
  let dir: string;
  let simulator: Simulator;
  let hub: Hub | undefined;
  const life = new AbortController();
  let bridge: Awaited<ReturnType<typeof startAll>>;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'change-'));
    simulator = await startSimulator({ dir });
    generateWorld(simulator, { models: 3, versions: 2, deployed: 2, cards: 1 });
    const environment = {
      KUBECONFIG: simulator.kubernetes.kubeconfig,
      MR_ROUTE: `main=${simulator.registry.url}`,
      CATALOG_URL: simulator.catalog.url,
      NAMESPACE: 'rhdh',
      LOCATION_ADDRESS: '127.0.0.1:0',
      METRICS_ADDRESS: '127.0.0.1:0',
    };
    bridge = await startAll({
      ...{ config: readConfig(environment), environment },
      ...{ logger: pino({ level: 'silent' }), signal: life.signal },
    });
  });
  afterAll(async () => {
    await hub?.stop();
    life.abort();
    await bridge.done;
    await simulator.stop();
    await rm(dir, { recursive: true, force: true });
  });

  async function restart(entry: object) {
    await hub?.stop();
    hub = new Hub({
      entries: { models: entry },
      database: { client: 'better-sqlite3', connection: { directory: dir } },
    });
    return hub.start();
  }
  /** What the catalog shows, and which entity it is. */
  const shown = async (of: Hub) =>
    (await of.entities())
      .map(({ kind, metadata }) => `${kind}:${metadata.name} ${metadata.uid}`)
      .sort();
  const cards = async (of: Hub) => {
    const refs = (await of.entities()).flatMap(
      ({ metadata }) =>
        metadata.annotations?.['backstage.io/techdocs-ref'] ?? [],
    );
    return refs.map(ref => new URL(ref.replace(/^url:/, '')).pathname);
  };

  it('keeps every entity, and each card is read where it is served now', async () => {
    const baseUrl = `http://localhost:${bridge.ports.location}`;
    const rhoai = clusterBlock(simulator, {
      catalogs: [{ name: 'model-catalog', url: simulator.catalog.url }],
    });
    const before = await restart({ baseUrl });
    // Six versions; two servers, each with its API.
    await waitFor(async () => expect(await before.names()).toHaveLength(10));
    const known = await shown(before);
    expect(new Set(await cards(before))).toEqual(new Set(['/modelcard']));

    const after = await restart({ rhoai });
    await waitFor(async () =>
      expect(new Set(await cards(after))).toEqual(
        new Set(['/api/model-catalog/models/modelcard']),
      ),
    );
    expect(await shown(after)).toEqual(known);

    const back = await restart({ baseUrl });
    await waitFor(async () =>
      expect(new Set(await cards(back))).toEqual(new Set(['/modelcard'])),
    );
    expect(await shown(back)).toEqual(known);
  });
});
