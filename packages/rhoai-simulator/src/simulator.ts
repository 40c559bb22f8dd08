import express, { type Router } from 'express';
import { catalogRouter, createCatalogState, loadCatalogFiles } from './catalog';
import { type Cluster, populateCluster } from './cluster';
import { type ControlServer, startControl } from './control/server';
import { numbersReplaced } from './faults/counters';
import { instrument, type InstrumentedService } from './faults/service';
import { listen, type RunningServer, withMiddleware } from './http';
import { type ApiServer, startApiServer } from './kubernetes/apiServer';
import { requestPattern } from './kubernetes/paths';
import {
  FREE_PORTS,
  type SimulatorLogger,
  type SimulatorOptions,
} from './options';
import { createRegistryState, registryRouter } from './registry';
import { catalogPattern } from './faults/patterns';
import type { Simulator } from './types';
import { loadWorld } from './world/loadWorld';

const SILENT: SimulatorLogger = { info: () => {}, warn: () => {} };

/**
 * Starts an OpenShift AI on loopback: Kubernetes API, model registry, model
 * catalog, model servers and the control API. Throws PortError, with the way
 * out, when a port is taken; nothing stays running then.
 */
export async function startSimulator(
  options: SimulatorOptions,
): Promise<Simulator> {
  const started: (() => Promise<void>)[] = [];
  try {
    return await start(options, started);
  } catch (error) {
    await Promise.all(started.map(stop => stop()));
    throw error;
  }
}

async function start(
  options: SimulatorOptions,
  started: (() => Promise<void>)[],
): Promise<Simulator> {
  const ports = { ...FREE_PORTS, ...options.ports };
  const now = options.now ?? (() => new Date());
  const time = { now: () => now().getTime() };
  const { world, sourcesPath } = loadWorld(options.world ?? 'empty');
  const services = {
    kubernetes: instrument(requestPattern),
    registry: instrument(numbersReplaced),
    catalog: instrument(catalogPattern),
  };
  const kubernetes = await startApiServer({
    ...options,
    port: ports.kubernetes,
    now,
    adminToken: options.token ?? 'simulator-admin-token',
    middleware: services.kubernetes.middleware,
  });
  started.push(() => kubernetes.stop());

  const registry = createRegistryState(time);
  const catalog = createCatalogState(time);
  if (sourcesPath) {
    catalog.setContent(await loadCatalogFiles(sourcesPath));
  }
  const registryServer = await startApp('registry', ports.registry, {
    router: registryRouter(registry),
    service: services.registry,
  });
  started.push(() => registryServer.stop());
  const catalogServer = await startApp('catalog', ports.catalog, {
    router: catalogRouter(catalog),
    service: services.catalog,
  });
  started.push(() => catalogServer.stop());

  const cluster = populateCluster({
    kubernetes,
    registry,
    world,
    readyDelayMs: options.readyDelayMs ?? 0,
    modelServerPort: ports.modelServers,
    modelTokens: [kubernetes.token, ...(options.modelTokens ?? [])],
    controller: options.controller ?? true,
    logger: options.logger ?? SILENT,
  });
  started.push(() => cluster.controller.stop());
  const control = await startControl({
    port: ports.control,
    context: { kubernetes, registry, catalog, cluster, services },
    endpoints: {
      kubernetes: kubernetes.url,
      kubeconfig: kubernetes.kubeconfig,
      registry: registryServer.url,
      catalog: catalogServer.url,
    },
  });
  started.push(() => control.stop());
  return assemble({
    kubernetes,
    cluster,
    control,
    services,
    registry: { url: registryServer.url, state: registry },
    catalog: { url: catalogServer.url, state: catalog },
    stop: async () => {
      await Promise.all(started.map(stop => stop()));
    },
  });
}

function startApp(
  name: string,
  port: number,
  app: { readonly router: Router; readonly service: InstrumentedService },
): Promise<RunningServer> {
  const handler = express().disable('x-powered-by').use(app.router);
  return listen({
    service: name,
    port,
    handler: withMiddleware(app.service.middleware, handler),
  });
}

interface Parts
  extends Pick<Simulator, 'registry' | 'catalog' | 'services' | 'stop'> {
  readonly kubernetes: ApiServer;
  readonly cluster: Cluster;
  readonly control: ControlServer;
}

function assemble(parts: Parts): Simulator {
  const { kubernetes, cluster, services } = parts;
  return {
    ...parts,
    control: { url: parts.control.url },
    modelServers: cluster.pool,
    settled: () => cluster.controller.settled(),
    faults: {
      kubernetes: services.kubernetes.faults,
      registry: services.registry.faults,
      catalog: services.catalog.faults,
    },
    counters: {
      kubernetes: services.kubernetes.counter,
      registry: services.registry.counter,
      catalog: services.catalog.counter,
    },
    dropWatches: how => kubernetes.dropWatches(how),
    compact: () => kubernetes.compact(),
  };
}
