import { buildBridge } from './system/buildBridge';
import type { Catalog } from './system/Catalog';
import type { Connector } from './system/Connector';
import type { Backstage } from './system/startBackstage';
import { configMaps, type StoreProbe } from './system/StoreProbe';
import type { Figures } from './system/stopwatch';
import type { Given, Variant } from './system/Variant';
import { createWorld, type Servers, type World } from './world/World';

/** Planted, and looked for in everything that can be read. */
export const PLANTED = {
  registry: 'planted-registry-token-3b9c',
  plugin: 'planted-plugin-token-51e8',
} as const;

/** What every scenario is given. */
export interface Suite {
  readonly world: World;
  readonly variant: Variant;
  readonly bridge: Connector;
  readonly backstage: Backstage;
  readonly catalog: Catalog;
  /** What was measured on the way. */
  readonly figures: Figures;
  /** Where model servers are deployed. */
  readonly namespace: string;
  /** Where the bridge keeps what it knows. */
  readonly store: StoreProbe;
  /** Where the bridge keeps its ConfigMaps, if it has any. */
  readonly storeNamespace: string;
  /**
   * A bridge beside the first one, not started: with a store in a namespace of
   * its own, and another port through which it reaches the Kubernetes API.
   */
  anotherBridge(namespace: string, port: number): Promise<Connector>;
  /** Every bridge there was. */
  bridges(): readonly Connector[];
  stop(): Promise<void>;
}

async function given(
  { cluster, registryProxy, catalogProxy }: World,
  namespace: string,
  port?: number,
): Promise<Given> {
  return {
    pluginToken: PLANTED.plugin,
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
  variant: Variant,
): Promise<Suite> {
  const [servers] = await Promise.all([startServers(), buildBridge()]);
  const world = await createWorld(servers);
  const namespace = `models-${world.run}`;
  const storeNamespace = `rhdh-${world.run}`;
  await world.cluster.createNamespace(namespace);
  await world.cluster.createNamespace(storeNamespace);
  const others: Connector[] = [];
  const {
    connector: bridge,
    backstage,
    store = configMaps(world.cluster, storeNamespace),
  } = await variant.start(await given(world, storeNamespace));
  return {
    world,
    variant,
    bridge,
    store,
    backstage,
    catalog: backstage.catalog,
    figures: new Map(),
    namespace,
    storeNamespace,
    anotherBridge: async (name, port) => {
      await world.cluster.createNamespace(name);
      const another = await variant.another(await given(world, name, port));
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
