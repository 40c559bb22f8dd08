import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  freePort,
  type Simulator,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import { Bridge } from '../acceptance/system/Bridge';
import { buildBridge } from '../acceptance/system/buildBridge';
import { within } from '../acceptance/system/within';
import { Host } from './host/Host';
import { installPlugins } from './install/installPlugins';
import { IMAGES, packedImages } from './packed';
import { imageTool, publish } from './registry/publish';
import { type Registry, startRegistry } from './registry/startRegistry';

jest.setTimeout(240_000);

const TOKEN = 'planted-plugin-token-8ce1';

const entitiesSchema = z.array(
  z.object({
    kind: z.string(),
    metadata: z.object({
      name: z.string(),
      annotations: z.record(z.string(), z.string()).default({}),
    }),
  }),
);

describe('a hub that took the plugins from the image with all of them', () => {
  const [image] = packedImages(IMAGES);
  let folder: string;
  let registry: Registry;
  let simulator: Simulator;
  let bridge: Bridge;
  let host: Host;

  if (!image) throw new Error(`There are no images in ${IMAGES}`);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loaded-'));
    registry = await startRegistry();
    const tool = await imageTool(folder, registry);
    const name = await publish(image, tool, registry);
    const plugins = join(folder, 'dynamic-plugins-root');
    await installPlugins(
      image.plugins.map(dir => `oci://${name}@${image.digest}!${dir}`),
      plugins,
      tool,
    );
    await buildBridge();
    simulator = await startSimulator({ dir: folder, world: 'demo' });
    bridge = new Bridge({
      locationPort: await freePort(),
      metricsPort: await freePort(),
      env: {
        KUBECONFIG: simulator.kubernetes.kubeconfig,
        NAMESPACE: 'rhdh',
        STORAGE_TYPE: 'Memory',
        MR_ROUTE: `model-registry=${simulator.registry.url}`,
        CATALOG_URL: simulator.catalog.url,
      },
    });
    bridge.start();
    await bridge.untilReady(60);
    host = await Host.start({
      folder,
      plugins,
      modelCatalog: { development: { baseUrl: bridge.url, token: TOKEN } },
    });
  });

  afterAll(async () => {
    await host?.stop();
    await bridge?.end('SIGTERM');
    await simulator?.stop();
    await registry?.stop();
    await rm(folder, { recursive: true });
  });

  const entities = async () => {
    const answer = await host.get('/api/catalog/entities');
    return entitiesSchema.parse(await answer.json());
  };

  const logHas = async (text: string) =>
    await within(20, () => {
      if (!host.log.includes(text)) throw new Error(`No "${text}" in the log`);
    });

  it("loads each of them by Developer Hub's loader", async () => {
    for (const dir of image.plugins) {
      const line = new RegExp(
        `loaded dynamic backend plugin '@model-catalog/.*-dynamic' from 'file://.*/dynamic-plugins-root/${dir}'`,
      );
      expect(host.log).toMatch(line);
    }
  });

  it('logs what the troubleshooting chapter tells to look for: the entity provider', async () => {
    await logHas('Discovering ResourceEntities from Model Server');
    expect(host.log).toContain(
      'ModelCatalogResourceEntityProvider:development',
    );
  });

  it('shows models and their servers, with no pluginConfig beyond the base URL', async () => {
    await within(40, async () => {
      const kinds = new Set((await entities()).map(({ kind }) => kind));
      if (kinds.size < 3) throw new Error(`There are only ${[...kinds]}`);
    });
    const kinds = new Set((await entities()).map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['API', 'Component', 'Resource']);
  });

  it('logs what the troubleshooting chapter tells to look for: the reader of model cards', async () => {
    const carded = await within(40, async () => {
      const found = (await entities()).find(
        ({ metadata }) => metadata.annotations['backstage.io/techdocs-ref'],
      );
      if (!found) throw new Error('No entity has a model card');
      return found;
    });
    const { kind, metadata } = carded;
    const docs = await host.get(
      `/api/techdocs/sync/default/${kind}/${metadata.name}`,
    );
    // Rendering needs mkdocs, which need not be here; the card is read before.
    await docs.text();
    await logHas('ModelCatalogBridgeTechdocUrlReader.readUrl of http');
    expect(host.log).toContain('Read a model card');
  });

  it('never prints the token', () => {
    expect(host.log).not.toContain(TOKEN);
  });
});
