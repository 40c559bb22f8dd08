import express from 'express';
import { numbersReplaced } from './faults/counters';
import { instrument, type InstrumentedService } from './faults/service';
import { listen, type RunningServer, withMiddleware } from './http';
import { type ApiServer, startApiServer } from './kubernetes/apiServer';
import { requestPattern } from './kubernetes/paths';
import { FREE_PORTS, type SimulatorOptions } from './options';
import {
  createRegistryState,
  registryRouter,
  type RegistryState,
} from './registry';

/** A running OpenShift AI. All parts listen on 127.0.0.1. */
export interface Simulator {
  readonly kubernetes: ApiServer;
  /** Model registry, release 0.3.8. */
  readonly registry: { readonly url: string; readonly state: RegistryState };
  /** Faults and counters by service. */
  readonly services: Readonly<
    Record<'kubernetes' | 'registry', InstrumentedService>
  >;
  /** Ends everything within a second; open watches and sockets are cut. */
  stop(): Promise<void>;
}

/** Starts the simulator. Throws PortError, with the way out, when a port is taken. */
export async function startSimulator(
  options: SimulatorOptions,
): Promise<Simulator> {
  const ports = { ...FREE_PORTS, ...options.ports };
  const now = options.now ?? (() => new Date());
  const services = {
    kubernetes: instrument(requestPattern),
    registry: instrument(numbersReplaced),
  };
  const kubernetes = await startApiServer({
    port: ports.kubernetes,
    dir: options.dir,
    now,
    adminToken: options.token ?? 'simulator-admin-token',
    users: options.users,
    anonymous: options.anonymous,
    withoutKinds: options.withoutKinds,
    watch: options.watch,
    middleware: services.kubernetes.middleware,
  });
  const state = createRegistryState({ now: () => now().getTime() });
  const registry: RunningServer = await listen({
    service: 'registry',
    port: ports.registry,
    handler: withMiddleware(
      services.registry.middleware,
      express().use(registryRouter(state)),
    ),
  });
  return {
    kubernetes,
    registry: { url: registry.url, state },
    services,
    stop: async () => {
      await Promise.all([kubernetes.stop(), registry.stop()]);
    },
  };
}
