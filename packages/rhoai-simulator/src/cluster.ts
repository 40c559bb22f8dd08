import { KserveController, type Outcome } from './controller/KserveController';
import type { ApiServer } from './kubernetes/apiServer';
import { ModelServerPool } from './modelServers/ModelServerPool';
import type { SimulatorLogger } from './options';
import type { RegistryState } from './registry';
import {
  createDeployment,
  createNamespaces,
  registryLabels,
} from './world/deploy';
import { registerModels } from './world/register';
import type { World, WorldServer } from './world/schema';

/** What lives in the cluster besides its API. */
export interface Cluster {
  readonly controller: KserveController;
  readonly pool: ModelServerPool;
  readonly world: World;
  /** Deploys a server of the world, or any other; ties it to the registry when it names a model. */
  deploy(server: WorldServer): void;
}

/** What a cluster is made of. */
export interface ClusterParts {
  readonly kubernetes: ApiServer;
  /** The registry of a name; the world's own for none. */
  readonly registryOf: (name: string | undefined) => RegistryState;
  readonly world: World;
  readonly readyDelayMs: number;
  readonly modelServerPort: number;
  readonly modelTokens: readonly string[];
  /** false: nothing starts servers or writes status, as on a bare API server. */
  readonly controller: boolean;
  readonly logger: SimulatorLogger;
}

function isOutcome(state: WorldServer['state']): state is Outcome['state'] {
  return ['failed', 'pending', 'scaled-to-zero'].includes(state);
}

/** Fills registry and cluster with the world, and starts the controller. */
export function populateCluster(parts: ClusterParts): Cluster {
  const { kubernetes, registryOf, world } = parts;
  const pool = new ModelServerPool(parts.modelServerPort, parts.modelTokens);
  const controller = new KserveController({
    writer: kubernetes.writer,
    registryOf,
    pool,
    readyDelayMs: parts.readyDelayMs,
    logger: parts.logger,
  });
  const deploy = (server: WorldServer) => {
    const key = `${server.namespace}/${server.name}`;
    const { registry = world.registry.name } = server;
    const labels = registryLabels(registryOf(registry), registry, server);
    controller.setOutcome(
      server.kind === 'LLMInferenceService' ? `llm/${key}` : key,
      isOutcome(server.state)
        ? { state: server.state, message: server.message }
        : undefined,
    );
    createDeployment(kubernetes.writer, server, labels);
  };
  createNamespaces(kubernetes.writer, world);
  registerModels(registryOf(undefined), world.models);
  for (const server of world.servers) {
    if (server.state !== 'absent') {
      deploy(server);
    }
  }
  if (parts.controller) {
    controller.start();
  }
  return { controller, pool, world, deploy };
}
