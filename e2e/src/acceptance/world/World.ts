import { randomBytes } from 'crypto';
import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { type KubernetesAccess, KubernetesClient } from '../../realServers';
import { Cluster } from './Cluster';
import { PASS } from './faults';
import { FaultProxy } from './FaultProxy';
import { kubeconfigThrough } from './kubeconfigThrough';
import { ModelServers } from './ModelServers';
import { type CatalogModel, readCatalogModel } from './readCatalogModel';
import { RegistryWriter } from './RegistryWriter';
import { TcpProxy } from './TcpProxy';

/** A registry or catalog: what fills it, and the proxy that the bridge reads it through. */
interface Endpoint {
  readonly url: string;
  readonly token?: string;
}

/** The servers that a world is made of. */
export interface Servers {
  readonly kubernetes: Required<KubernetesAccess> & {
    kubeconfig: string;
    /** A token of the connector's ServiceAccount in a namespace, bound as documented; without, the bridge is admin. */
    connectorToken?(namespace: string): Promise<string>;
  };
  readonly registry: Endpoint;
  /** The version of the API through which the suite fills it; v1alpha3 unless given. */
  readonly registryApi?: 'v1' | 'v1alpha3';
  readonly catalog: Endpoint;
  /** false: before RHOAI 2.24 nothing answers where the catalog would be; true unless given. */
  readonly hasCatalog?: boolean;
  stop(): Promise<void>;
}

/** An OpenShift AI as the scenarios see it, whatever runs behind it. */
export interface World {
  /** New for each world: names made with it meet nothing that is there. */
  readonly run: string;
  readonly cluster: Cluster;
  readonly registry: RegistryWriter;
  readonly registryProxy: FaultProxy;
  readonly catalogProxy: FaultProxy;
  readonly modelServers: ModelServers;
  /** Whether this release has a catalog service. */
  readonly hasCatalog: boolean;
  /** A model of the catalog that has a card. */
  catalogModel(): Promise<CatalogModel>;
  /** Ends every fault. */
  heal(): void;
  /** Archives what was registered and stops everything. */
  stop(): Promise<void>;
}

/** Puts proxies in front of servers. */
export async function createWorld(servers: Servers): Promise<World> {
  const { kubernetes, registry, catalog } = servers;
  const dir = await mkdtemp(join(tmpdir(), 'acceptance-'));
  const client = new KubernetesClient(kubernetes);
  const port = Number(new URL(kubernetes.url).port);
  const connection = await TcpProxy.start(port);
  const registryProxy = await FaultProxy.start({
    target: registry.url,
    token: registry.token,
  });
  const catalogProxy = await FaultProxy.start({
    target: catalog.url,
    token: catalog.token,
  });
  const modelServers = await ModelServers.start();
  const writer = new RegistryWriter({
    ...registry,
    version: servers.registryApi ?? 'v1alpha3',
  });
  const tokens = new Set([kubernetes.token]);
  const cluster = new Cluster({
    client,
    connection,
    tokens,
    port,
    kubeconfigFor: async (namespace, through = connection.port) => {
      const token = await kubernetes.connectorToken?.(namespace);
      if (token) tokens.add(token);
      return await kubeconfigThrough(kubernetes.kubeconfig, {
        file: join(dir, `${namespace}.kubeconfig`),
        port: through,
        namespace,
        token,
      });
    },
  });
  return {
    run: randomBytes(3).toString('hex'),
    cluster,
    registry: writer,
    registryProxy,
    catalogProxy,
    modelServers,
    hasCatalog: servers.hasCatalog ?? true,
    catalogModel: () => readCatalogModel(catalog.url, catalog.token),
    heal: () => {
      registryProxy.fault = PASS;
      catalogProxy.fault = PASS;
      connection.mode = 'pass';
    },
    stop: async () => {
      await writer.archiveAll();
      await Promise.all([
        ...[registryProxy, catalogProxy, modelServers].map(s => s.stop()),
        connection.stop(),
        client.close(),
      ]);
      await servers.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
