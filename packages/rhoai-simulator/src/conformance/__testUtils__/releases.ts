import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import express, { RequestHandler, Router } from 'express';
import {
  CatalogRelease,
  catalogRouter,
  createCatalogState,
  loadCatalogFiles,
} from '../../catalog';
import {
  createRegistryState,
  plainNotFound,
  RegistryRelease,
  registryRouter,
} from '../../registry';

/** A recording, the document of the server that made it, and our counterpart. */
export interface Release {
  readonly name: string;
  /** File in `recordings/`. */
  readonly recording: string;
  /** File in `specs/`. */
  readonly spec: string;
  router(shared: string): Router | Promise<Router>;
  /** Steps that we answer otherwise, each with its reason. */
  readonly deviations: Readonly<Record<string, string>>;
}

/** A clock that never stands still, so that every update shows. */
function tickingClock(): () => number {
  let now = Date.parse('2026-11-20T12:00:00Z');
  return () => {
    now += 1;
    return now;
  };
}

function registryOf(release: RegistryRelease): Router {
  return registryRouter(createRegistryState({ now: tickingClock(), release }));
}

async function catalogOf(
  release: CatalogRelease,
  shared: string,
): Promise<Router> {
  const state = createCatalogState({ now: tickingClock() });
  const world = resolve(shared, 'recordings/catalog-world/sources.yaml');
  state.setContent(await loadCatalogFiles(world));
  return catalogRouter(state, { release });
}

/** Further releases are further lines. */
export const RELEASES: readonly Release[] = [
  {
    name: 'model registry 0.3.8 on PostgreSQL',
    recording: 'registry-0.3.8-postgres.jsonl',
    spec: 'model-registry-v1alpha3-0.3.8.yaml',
    router: () => registryOf('0.3.8'),
    deviations: {},
  },
  {
    name: 'model registry 0.3.1 on MariaDB',
    recording: 'registry-0.3.1-mariadb.jsonl',
    spec: 'model-registry-v1alpha3-0.3.1.yaml',
    router: () => registryOf('0.3.1'),
    deviations: {},
  },
  {
    name: 'model registry v1, hub 75219019 on PostgreSQL',
    recording: 'registry-v1-hub-75219019.jsonl',
    spec: 'model-registry-v1-hub-75219019.yaml',
    router: () => registryOf('hub-75219019'),
    deviations: {},
  },
  {
    name: 'model catalog 0.3.8',
    recording: 'catalog-0.3.8.jsonl',
    spec: 'model-catalog-v1alpha1-0.3.8.yaml',
    router: shared => catalogOf('0.3.8', shared),
    deviations: {},
  },
  {
    name: 'model catalog 0.3.1',
    recording: 'catalog-0.3.1.jsonl',
    spec: 'model-catalog-v1alpha1-0.3.1.yaml',
    router: shared => catalogOf('0.3.1', shared),
    deviations: {},
  },
  {
    name: 'model catalog, hub 75219019',
    recording: 'catalog-hub-75219019.jsonl',
    spec: 'model-catalog-v1alpha1-hub-75219019.yaml',
    router: shared => catalogOf('hub-75219019', shared),
    deviations: {},
  },
];

/**
 * Serves a router on a free port of the loopback interface.
 *
 * @param rest - what answers the paths that the router leaves
 */
export async function serve(
  router: Router,
  rest: RequestHandler = plainNotFound,
): Promise<{ url: string; stop(): Promise<void> }> {
  const app = express();
  app.disable('x-powered-by');
  app.use(router);
  app.use(rest);
  const server: Server = createServer(app);
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  if (!isInet(address)) {
    throw new Error('the test server listens on no port');
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((done, failed) => {
        server.closeAllConnections();
        server.close(error => (error ? failed(error) : done()));
      }),
  };
}

function isInet(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

/** @returns the paths of a release's files */
export function filesOf(release: Release, shared: string) {
  return {
    recording: resolve(shared, 'recordings', release.recording),
    spec: resolve(shared, 'specs', release.spec),
  };
}
