import { freePort } from '@model-catalog/rhoai-simulator';
import { Bridge, type BridgeProcess, type OneProcess } from './Bridge';
import { deployedEntry, onPort } from './deployed';
import type { StartBackstage } from './startBackstage';
import type { System, Variant } from './Variant';

/** What Developer Hub is told, whichever sidecars stand beside it. */
const APP_CONFIG = 'operator/hub/app-config.yaml';

/** Written by whoever shares it; never to be printed. */
const STORAGE_TOKEN = 'planted-storage-token-77aa';

/** What only those may know who speak with Kubernetes. */
const OF_THE_STORE = ['KUBECONFIG', 'NAMESPACE', 'STORAGE_TYPE'] as const;

/** A role of the bridge, and what of the settings it is given. */
async function threeProcesses({
  metricsPort,
  env,
}: OneProcess): Promise<BridgeProcess[]> {
  const port = await freePort();
  const shared = {
    LOG_LEVEL: env.LOG_LEVEL ?? 'info',
    STORAGE_URL: `http://127.0.0.1:${port}`,
  };
  const ofTheStore = Object.fromEntries(
    OF_THE_STORE.flatMap(key => {
      const value = env[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
  const { STORAGE_TYPE: _store, ...ofTheReader } = env;
  return [
    {
      role: 'storage-rest',
      metricsPort: await freePort(),
      env: {
        ...shared,
        ...ofTheStore,
        STORAGE_TOKEN,
        STORAGE_ADDRESS: `127.0.0.1:${port}`,
      },
    },
    {
      role: 'rhoai-normalizer',
      metricsPort,
      env: { ...shared, ...ofTheReader, STORAGE_TOKEN },
    },
    // Needs neither Kubernetes nor any token.
    { role: 'location', metricsPort: await freePort(), env: shared },
  ];
}

async function bridgeOf(
  name: 'all' | 'three',
  env: Readonly<Record<string, string>>,
): Promise<Bridge> {
  const setup = {
    locationPort: await freePort(),
    metricsPort: await freePort(),
    env,
  };
  return new Bridge(
    name === 'all'
      ? setup
      : {
          locationPort: setup.locationPort,
          processes: await threeProcesses(setup),
        },
  );
}

/** The bridge beside a Backstage: as one process, or one for each role. */
export function sidecars(
  name: 'all' | 'three',
  startBackstage: StartBackstage,
): Variant {
  return {
    name,
    secrets: name === 'three' ? { storage: STORAGE_TOKEN } : {},
    hubStays: true,
    start: async ({ env, pluginToken }): Promise<System> => {
      const connector = await bridgeOf(name, env);
      connector.start();
      const { port } = new URL(connector.url);
      const entry = onPort(deployedEntry(APP_CONFIG), port);
      const backstage = await startBackstage({
        // Sidecars ask for no token; one that is given is not to be seen either.
        entry: { ...entry, token: pluginToken },
        environment: {},
      });
      return { connector, backstage };
    },
    another: async ({ env }) => await bridgeOf(name, env),
  };
}
