import express, { type Router } from 'express';
import {
  type CatalogContent,
  type CatalogRelease,
  catalogRouter,
  type CatalogState,
  createCatalogState,
  loadCatalogFiles,
} from './catalog';
import type { InstrumentedService } from './faults/service';
import {
  listen,
  type PemPair,
  type RunningServer,
  withMiddleware,
} from './http';
import { type ProxyOptions, tokenProxy } from './proxy';
import {
  type AlphaApi,
  createRegistryState,
  registryRouter,
  type RegistryRelease,
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
  /** Serves it as behind a proxy, with this certificate. */
  readonly front?: { readonly tls: PemPair; readonly proxy: ProxyOptions };
  /** Before the API's own path, with a slash before and none after: a gateway's prefix. */
  readonly pathPrefix?: string;
}

/** How a registry is started. */
export interface RegistryServerOptions extends RestOptions {
  readonly release: RegistryRelease;
  readonly alpha?: AlphaApi;
}

/** Starts an empty model registry. */
export async function startRegistry(
  options: RegistryServerOptions,
): Promise<RestService<RegistryState>> {
  const { release, alpha, now } = options;
  const state = createRegistryState({ now: () => now().getTime(), release });
  const router = registryRouter(state, { alpha });
  return restService(state, await serve('registry', router, options));
}

/** How a catalog is started, with the sources of a file, or given, or none. */
export interface CatalogServerOptions extends RestOptions {
  readonly release: CatalogRelease;
  readonly sourcesPath?: string;
  readonly content?: CatalogContent;
}

/** Starts a model catalog. */
export async function startCatalog(
  options: CatalogServerOptions,
): Promise<RestService<CatalogState>> {
  const { now, release, sourcesPath, content } = options;
  const state = createCatalogState({ now: () => now().getTime() });
  if (sourcesPath) {
    state.setContent(await loadCatalogFiles(sourcesPath));
  } else if (content) {
    state.setContent(content);
  }
  const router = catalogRouter(state, { release });
  return restService(state, await serve('catalog', router, options));
}

function restService<State>(
  state: State,
  server: RunningServer,
): RestService<State> {
  return { url: server.url, state, stop: () => server.stop() };
}

async function serve(
  name: string,
  router: Router,
  options: RestOptions,
): Promise<RunningServer> {
  const { front, pathPrefix = '', service, port } = options;
  const guards = front ? [tokenProxy(front.proxy)] : [];
  const handler = express().disable('x-powered-by');
  handler.use(pathPrefix || '/', router);
  const server = await listen({
    service: name,
    port,
    tls: front?.tls,
    handler: withMiddleware([...service.middleware, ...guards], handler),
  });
  return { ...server, url: `${server.url}${pathPrefix}` };
}
