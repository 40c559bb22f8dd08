import { setTimeout as delay } from 'node:timers/promises';
import { clusterOf } from './kubeconfig.mjs';
import { inRoot } from './paths.mjs';
import { waitFor, isOk } from './wait.mjs';

const CONFIG = ['app-config.yaml', 'app-config.extra.yaml'];

/** The command that runs the backend from its TypeScript sources, which saves a build. */
export function backstageCommand() {
  return [
    process.execPath,
    '--no-node-snapshot',
    '--require',
    '@backstage/cli/config/nodeTransform.cjs',
    'src/index.ts',
    ...CONFIG.flatMap(file => ['--config', inRoot(file)]),
  ];
}

/** For the Kubernetes tab: the cluster whose pods are shown. */
function clusterLocators(kubeconfig) {
  const { server, ca, token } = clusterOf(kubeconfig);
  const cluster = {
    name: 'openshift-ai',
    url: server,
    authProvider: 'serviceAccount',
    serviceAccountToken: token,
    caData: ca,
    skipMetricsLookup: true,
  };
  return JSON.stringify([{ type: 'config', clusters: [cluster] }]);
}

/** Where the backend runs and what differs from app-config.yaml: Backstage reads APP_CONFIG_*. */
export function backstageOptions({ ports, docsDir, path, kubeconfig }) {
  const url = `http://localhost:${ports.backstage}`;
  const location = `http://localhost:${ports.location}`;
  return {
    cwd: inRoot('packages/backend'),
    env: {
      NODE_ENV: 'development',
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
      ...(path ? { PATH: path } : {}),
      APP_CONFIG_app_baseUrl: url,
      APP_CONFIG_backend_baseUrl: url,
      APP_CONFIG_backend_listen_port: String(ports.backstage),
      APP_CONFIG_catalog_providers_modelCatalog_development_baseUrl: location,
      APP_CONFIG_techdocs_publisher_local_publishDirectory: docsDir,
      ...(kubeconfig
        ? {
            APP_CONFIG_kubernetes_clusterLocatorMethods:
              clusterLocators(kubeconfig),
          }
        : {}),
    },
  };
}

async function guestToken(url) {
  const response = await fetch(`${url}/api/auth/guest/refresh`);
  const { backstageIdentity } = await response.json();
  return backstageIdentity.token;
}

async function count(url, token, filter) {
  const response = await fetch(
    `${url}/api/catalog/entities/by-query?limit=0&filter=${filter}`,
    { headers: { authorization: `Bearer ${token}` } },
  );
  const { totalItems } = await response.json();
  return totalItems;
}

/** Waits until the backend serves. */
export const backstageReady = url =>
  waitFor('Backstage becoming ready', () =>
    isOk(`${url}/.backstage/health/v1/readiness`),
  );

async function counts(url, token) {
  const [servers, models] = await Promise.all([
    count(url, token, 'kind=component,spec.type=model-server'),
    count(url, token, 'kind=resource,spec.type=ai-model'),
  ]);
  return { servers, models };
}

/** So often the same is enough to believe that the catalog refuses the rest. */
const SETTLED = 25;

/**
 * Waits until model servers and models are in the catalog and no more arrive;
 * gives how many there are. What a person's cluster has is `expected`, which
 * may be nothing.
 */
export async function catalogFilled(url, expected = { servers: 1, models: 1 }) {
  const token = await guestToken(url);
  let seen = '';
  let times = 0;
  return waitFor('The first model server in the catalog', async () => {
    const found = await counts(url, token);
    const before = seen;
    seen = JSON.stringify(found);
    times = seen === before ? times + 1 : 0;
    await delay(400);
    const isThere =
      found.servers >= expected.servers && found.models >= expected.models;
    return times > (isThere ? 0 : SETTLED) && found;
  });
}
