import { readFileSync } from 'node:fs';
import { BUNDLES } from './build.mjs';
import { inRoot } from './paths.mjs';
import { isOk, waitFor } from './wait.mjs';

/** The command that runs all roles of the bridge in one process. */
export const bridgeCommand = () => [
  process.execPath,
  inRoot(BUNDLES.bridge.bundle),
  'all',
];

const SETTINGS = 'packages/model-catalog-bridge/src/processSettings.json';

/**
 * What the bridge cannot give to itself: how glibc allocates is decided before
 * a program runs. The reasons are beside the values.
 */
export function processEnvironment() {
  const { environment } = JSON.parse(readFileSync(inRoot(SETTINGS), 'utf8'));
  return Object.fromEntries(
    environment.map(({ name, value }) => [name, value]),
  );
}

/** The bridge's environment, as a platform engineer would write it. */
export function bridgeEnv(ports, { kubeconfig, registry, catalog }) {
  return {
    ...processEnvironment(),
    KUBECONFIG: kubeconfig,
    MR_ROUTE: registry,
    CATALOG_URL: catalog,
    // Of a cluster that nobody has: its links show where they would lead.
    DASHBOARD_URL: 'https://rh-ai.apps.example.com',
    STORAGE_TYPE: 'ConfigMap',
    NAMESPACE: 'rhdh',
    POLLING_INTERVAL: '10s',
    BRIDGE_URL: `http://localhost:${ports.location}`,
    LOCATION_ADDRESS: `127.0.0.1:${ports.location}`,
    METRICS_ADDRESS: `127.0.0.1:${ports.metrics}`,
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'info',
  };
}

/** Waits until the bridge has completed its first sync. */
export const bridgeReady = ports =>
  waitFor('The first sync of the bridge', () =>
    isOk(`http://127.0.0.1:${ports.metrics}/readyz`),
  );
