import { freePort } from '../realServers/freePort';
import { Bridge, type BridgeSetup } from './system/Bridge';
import { buildBridge } from './system/buildBridge';
import { type Backstage, startBackstage } from './system/startBackstage';
import type { Figures } from './system/stopwatch';
import type { Catalog } from './system/Catalog';
import { createWorld, type Servers, type World } from './world/World';

/** Planted, and looked for in everything that can be read. */
export const PLANTED = {
  registry: 'planted-registry-token-3b9c',
  plugin: 'planted-plugin-token-51e8',
} as const;

/** What every scenario is given. */
export interface Suite {
  readonly world: World;
  readonly bridge: Bridge;
  readonly backstage: Backstage;
  readonly catalog: Catalog;
  /** What was measured on the way. */
  readonly figures: Figures;
  /** Where model servers are deployed. */
  readonly namespace: string;
  /** Where the bridge keeps its ConfigMaps. */
  readonly storeNamespace: string;
  /**
   * A bridge beside the first one, not started: with a store in a namespace of
   * its own, and another port through which it reaches the Kubernetes API.
   */
  anotherBridge(namespace: string, port: number): Promise<Bridge>;
  /** Every bridge there was. */
  bridges(): readonly Bridge[];
  stop(): Promise<void>;
}

async function setupOf(
  { cluster, registryProxy, catalogProxy }: World,
  namespace: string,
  port?: number,
): Promise<BridgeSetup> {
  return {
    locationPort: await freePort(),
    metricsPort: await freePort(),
    env: {
      KUBECONFIG: await cluster.kubeconfigFor(namespace, port),
      NAMESPACE: namespace,
      STORAGE_TYPE: 'ConfigMap',
      NORMALIZER_FORMAT: 'JSONArrayFormat',
      MR_ROUTE: `model-registry=${registryProxy.url}`,
      CATALOG_URL: catalogProxy.url,
      KFMR_TOKEN: PLANTED.registry,
      POLLING_INTERVAL: '2s',
      CHECK_INTERVAL: '500ms',
      LOG_LEVEL: 'debug',
    },
  };
}

/** Starts a world, the bridge that reads it and the Backstage that shows it. */
export async function startSuite(
  startServers: () => Promise<Servers>,
): Promise<Suite> {
  const [servers] = await Promise.all([startServers(), buildBridge()]);
  const world = await createWorld(servers);
  const namespace = `models-${world.run}`;
  const storeNamespace = `rhdh-${world.run}`;
  await world.cluster.createNamespace(namespace);
  await world.cluster.createNamespace(storeNamespace);
  const bridge = new Bridge(await setupOf(world, storeNamespace));
  const others: Bridge[] = [];
  bridge.start();
  const backstage = await startBackstage({
    baseUrl: bridge.url,
    token: PLANTED.plugin,
  });
  return {
    world,
    bridge,
    backstage,
    catalog: backstage.catalog,
    figures: new Map(),
    namespace,
    storeNamespace,
    anotherBridge: async (name, port) => {
      await world.cluster.createNamespace(name);
      const another = new Bridge(await setupOf(world, name, port));
      others.push(another);
      return another;
    },
    bridges: () => [bridge, ...others],
    stop: async () => {
      await Promise.all([bridge, ...others].map(b => b.end('SIGKILL')));
      await backstage.stop();
      await world.stop();
    },
  };
}
