import express, { type Router } from 'express';
import {
  catalogRouter,
  type CatalogState,
  createCatalogState,
  loadCatalogFiles,
} from './catalog';
import type { InstrumentedService } from './faults/service';
import { listen, type RunningServer, withMiddleware } from './http';
import type { ApiServer } from './kubernetes/apiServer';
import { tokenProxy } from './proxy';
import {
  createRegistryState,
  registryRouter,
  type RegistryState,
} from './registry';

/** A REST service and what is in it. */
export interface RestService<State> {
  readonly url: string;
  readonly state: State;
  stop(): Promise<void>;
}

/** What registry and catalog have in common. */
interface RestOptions {
  readonly port: number;
  readonly now: () => Date;
  readonly service: InstrumentedService;
  /** Serves it as behind a proxy: with certificate and tokens of this cluster. */
  readonly front?: ApiServer;
}

/** Starts an empty model registry. */
export async function startRegistry(
  options: RestOptions,
): Promise<RestService<RegistryState>> {
  const state = createRegistryState({ now: () => options.now().getTime() });
  const router = registryRouter(state);
  return restService(state, await serve('registry', router, options));
}

/** Starts a model catalog with the sources of a file, or none. */
export async function startCatalog(
  options: RestOptions & { readonly sourcesPath?: string },
): Promise<RestService<CatalogState>> {
  const state = createCatalogState({ now: () => options.now().getTime() });
  if (options.sourcesPath) {
    state.setContent(await loadCatalogFiles(options.sourcesPath));
  }
  const router = catalogRouter(state);
  return restService(state, await serve('catalog', router, options));
}

function restService<State>(
  state: State,
  server: RunningServer,
): RestService<State> {
  return { url: server.url, state, stop: () => server.stop() };
}

function serve(
  name: string,
  router: Router,
  options: RestOptions,
): Promise<RunningServer> {
  const guards = options.front ? [tokenProxy(options.front.tokens)] : [];
  const handler = express().disable('x-powered-by').use(router);
  return listen({
    service: name,
    port: options.port,
    tls: options.front?.pki,
    handler: withMiddleware(
      [...options.service.middleware, ...guards],
      handler,
    ),
  });
}
