import { populateCluster } from './cluster';
import { Endpoints as RestEndpoints } from './endpoints/Endpoints';
import { type Endpoints, startControl } from './control/server';
import { numbersReplaced } from './faults/counters';
import { catalogPattern } from './faults/patterns';
import { instrument } from './faults/service';
import { startApiServer } from './kubernetes/apiServer';
import type { CatalogOptions, RegistryOptions } from './endpoints/options';
import { injectedStatus } from './kubernetes/injected';
import { requestPattern } from './kubernetes/paths';
import {
  FREE_PORTS,
  type SimulatorLogger,
  type SimulatorOptions,
} from './options';
import type { Simulator } from './types';
import { loadWorld } from './world/loadWorld';

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
  const { kubernetes, registry, catalog, endpoints } = apis;
  const cluster = populateCluster({
    kubernetes,
    registryOf: name =>
      (endpoints.registries.find(one => one.name === name) ?? registry).state,
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
    ...parts(apis),
    ...handles(services),
    control: { url: control.url },
    cluster,
    modelServers: cluster.pool,
    settled: () => cluster.controller.settled(),
    dropWatches: how => kubernetes.dropWatches(how),
    compact: () => kubernetes.compact(),
  };
}

type Apis = Pick<Simulator, 'kubernetes' | 'registry' | 'catalog'> & {
  readonly endpoints: RestEndpoints;
};

function parts({ kubernetes, registry, catalog, endpoints }: Apis) {
  return {
    kubernetes,
    registry,
    catalog,
    release: registry.release,
    // The lists themselves, which change as endpoints come and go.
    registries: endpoints.registries,
    catalogs: endpoints.catalogs,
    addRegistry: (options: RegistryOptions) => endpoints.addRegistry(options),
    removeRegistry: (name: string) => endpoints.removeRegistry(name),
    addCatalog: (options: CatalogOptions) => endpoints.addCatalog(options),
    removeCatalog: (name: string) => endpoints.removeCatalog(name),
  };
}

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
  const endpoints = new RestEndpoints({
    kubernetes,
    release: options.release ?? '0.3.8',
    now,
    proxied: options.proxied ?? false,
  });
  started.push(endpoints);
  const { alpha } = options;
  const registry = await endpoints.addRegistry(
    { name: loaded.world.registry.name, port: ports.registry, alpha },
    { service: services.registry },
  );
  const catalog = await endpoints.addCatalog(
    { name: 'model-catalog', port: ports.catalog },
    { service: services.catalog, sourcesPath: loaded.sourcesPath },
  );
  for (const further of options.registries ?? []) {
    await endpoints.addRegistry(further);
  }
  for (const further of options.catalogs ?? []) {
    await endpoints.addCatalog(further);
  }
  return { kubernetes, registry, catalog, endpoints };
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
