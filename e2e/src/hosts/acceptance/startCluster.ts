import { simulatedServers } from '../../acceptance/world/simulatedServers';
import { createWorld, type World } from '../../acceptance/world/World';
import { clusterBlock } from './clusterBlock';

/** In both clusters the same. */
export const NAMESPACE = 'team-a';
export const SERVER = { namespace: NAMESPACE, name: 'granite' };
export const MODEL = 'twin';

/** One of several OpenShift AIs, with how a hub is told of it. */
export interface OneCluster {
  readonly world: World;
  readonly block: object;
}

async function withTwins(world: World): Promise<World> {
  const { cluster, modelServers, registry } = world;
  await cluster.createNamespace(NAMESPACE);
  await cluster.createServer(SERVER);
  await cluster.makeReady(SERVER, modelServers.urlOf(SERVER.name));
  const { id } = await registry.registerModel({ name: MODEL });
  await registry.registerVersion(id, { name: '1' });
  return world;
}

/** Starts an OpenShift AI with a server and a model whose names are in every other one too. */
export async function startCluster(
  token: string,
  namePrefix?: string,
): Promise<OneCluster> {
  const world = await withTwins(await createWorld(await simulatedServers()));
  const { cluster, registryProxy, catalogProxy } = world;
  const block = await clusterBlock({
    KUBECONFIG: await cluster.kubeconfigFor(NAMESPACE),
    NAMESPACE,
    MR_ROUTE: `model-registry=${registryProxy.url}`,
    CATALOG_URL: catalogProxy.url,
    KFMR_TOKEN: token,
    POLLING_INTERVAL: '2s',
  });
  return { world, block: { ...block, ...(namePrefix && { namePrefix }) } };
}

/** Nothing of it answers any more. */
export function goesDown({ world }: OneCluster): void {
  const { connection } = world.cluster;
  connection.mode = 'refuse';
  connection.cut();
  world.registryProxy.fault = { mode: 'drop' };
  world.catalogProxy.fault = { mode: 'drop' };
}
