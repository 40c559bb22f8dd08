import { populateCluster } from './cluster';
import { type Endpoints, startControl } from './control/server';
import { numbersReplaced } from './faults/counters';
import { catalogPattern } from './faults/patterns';
import { instrument } from './faults/service';
import { startApiServer } from './kubernetes/apiServer';
import { injectedStatus } from './kubernetes/injected';
import { requestPattern } from './kubernetes/paths';
import {
  FREE_PORTS,
  type SimulatorLogger,
  type SimulatorOptions,
} from './options';
import { startCatalog, startRegistry } from './rest';
import type { Simulator } from './types';
import { loadWorld } from './world/loadWorld';
import { publishEndpoints } from './world/publish';

const SILENT: SimulatorLogger = { info: () => {}, warn: () => {} };

/** Stops whatever has been started so far. */
interface Stoppable {
  stop(): Promise<void>;
}

/**
 * Starts an OpenShift AI on loopback: Kubernetes API, model registry, model
 * catalog, model servers and the control API. Throws PortError, with the way
 * out, when a port is taken; nothing stays running then.
 */
export async function startSimulator(
  options: SimulatorOptions,
): Promise<Simulator> {
  const started: Stoppable[] = [];
  const stop = async () => {
    await Promise.all(started.map(part => part.stop()));
  };
  try {
    return { ...(await startParts(options, started)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Services = Simulator['services'];

async function startParts(
  options: SimulatorOptions,
  started: Stoppable[],
): Promise<Omit<Simulator, 'stop'>> {
  const ports = { ...FREE_PORTS, ...options.ports };
  const loaded = loadWorld(options.world ?? 'empty');
  const services: Services = {
    kubernetes: instrument(requestPattern, injectedStatus),
    registry: instrument(numbersReplaced),
    catalog: instrument(catalogPattern),
  };
  const apis = await startApis(options, { services, started, loaded });
  const { kubernetes, registry, catalog } = apis;
  const cluster = populateCluster({
    kubernetes,
    registry: registry.state,
    world: loaded.world,
    readyDelayMs: options.readyDelayMs ?? 0,
    modelServerPort: ports.modelServers,
    modelTokens: [kubernetes.token, ...(options.modelTokens ?? [])],
    controller: options.controller ?? true,
    logger: options.logger ?? SILENT,
  });
  started.push(cluster.controller);
  const control = await startControl({
    port: ports.control,
    context: {
      kubernetes,
      registry: registry.state,
      catalog: catalog.state,
      cluster,
      services,
    },
    endpoints: endpointsOf(apis),
  });
  started.push(control);
  return {
    ...apis,
    ...handles(services),
    control: { url: control.url },
    cluster,
    modelServers: cluster.pool,
    settled: () => cluster.controller.settled(),
    dropWatches: how => kubernetes.dropWatches(how),
    compact: () => kubernetes.compact(),
  };
}

type Apis = Pick<Simulator, 'kubernetes' | 'registry' | 'catalog'>;

function endpointsOf({ kubernetes, registry, catalog }: Apis): Endpoints {
  return {
    kubernetes: kubernetes.url,
    kubeconfig: kubernetes.kubeconfig,
    registry: registry.url,
    catalog: catalog.url,
  };
}

interface Surroundings {
  readonly services: Services;
  readonly started: Stoppable[];
  readonly loaded: ReturnType<typeof loadWorld>;
}

/** The three APIs that a connector reads. */
async function startApis(
  options: SimulatorOptions,
  { services, started, loaded }: Surroundings,
): Promise<Apis> {
  const ports = { ...FREE_PORTS, ...options.ports };
  const now = options.now ?? (() => new Date());
  const kubernetes = await startApiServer({
    ...options,
    port: ports.kubernetes,
    now,
    adminToken: options.token ?? 'simulator-admin-token',
    middleware: services.kubernetes.middleware,
  });
  started.push(kubernetes);
  const front = options.proxied ? kubernetes : undefined;
  const registry = await startRegistry({
    port: ports.registry,
    now,
    service: services.registry,
    front,
  });
  started.push(registry);
  const catalog = await startCatalog({
    port: ports.catalog,
    now,
    service: services.catalog,
    front,
    sourcesPath: loaded.sourcesPath,
  });
  started.push(catalog);
  if (options.proxied) {
    publishEndpoints(kubernetes.writer, {
      registry: loaded.world.registry.name,
      registryAddress: new URL(registry.url).host,
      catalogAddress: new URL(catalog.url).host,
    });
  }
  return { kubernetes, registry, catalog };
}

function handles(
  services: Services,
): Pick<Simulator, 'services' | 'faults' | 'counters'> {
  const { kubernetes, registry, catalog } = services;
  return {
    services,
    faults: {
      kubernetes: kubernetes.faults,
      registry: registry.faults,
      catalog: catalog.faults,
    },
    counters: {
      kubernetes: kubernetes.counter,
      registry: registry.counter,
      catalog: catalog.counter,
    },
  };
}
