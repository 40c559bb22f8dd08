import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../freePort';
import { type BridgeProcess, startBridge } from '../sync/bridgeProcess';
import type { Memory } from './types';
import type { World } from './world/startWorld';

/** The bridge in one process or in three, on an empty store. */
export type Bridge = {
  locationUrl: string;
  /** How many records are served; 0 while there is no answer. */
  records(): Promise<number>;
  peaks(): Promise<Partial<Memory>>;
  stop(): Promise<void>;
};

export type BridgeInput = {
  bundle: string;
  dir: string;
  world: World;
  shape: 'all' | 'three';
};

async function gaugeOf(port: number): Promise<number> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    const text = await answer.text();
    return Number(/^model_catalog_records (\d+)$/m.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** What the whole bridge is told, whichever processes it is made of. */
function settings({ world }: BridgeInput): Record<string, string> {
  return {
    KUBECONFIG: world.kubeconfig,
    NAMESPACE: 'rhdh',
    MR_ROUTE: `bench=${world.registryUrl}`,
    CATALOG_URL: world.catalogUrl,
    STORAGE_TYPE: 'ConfigMap',
    // What the roles of one pod share.
    token: 'of-the-service-account-that-all-three-share',
  };
}

/** Starts `all`, or the three roles in the order of the data flow. */
export async function startBridges(input: BridgeInput): Promise<Bridge> {
  const { bundle, dir, shape } = input;
  const roles =
    shape === 'all'
      ? ['all']
      : ['storage-rest', 'location', 'rhoai-normalizer'];
  const location = await freePort();
  const storage = await freePort();
  const running: { role: string; metrics: number; process: BridgeProcess }[] =
    [];
  for (const role of roles) {
    const metrics = await freePort();
    const process = startBridge({
      bundle,
      role,
      dir,
      environment: {
        ...settings(input),
        LOCATION_ADDRESS: `127.0.0.1:${location}`,
        STORAGE_ADDRESS: `127.0.0.1:${storage}`,
        STORAGE_URL: `http://127.0.0.1:${storage}`,
        METRICS_ADDRESS: `127.0.0.1:${metrics}`,
      },
    });
    running.push({ role, metrics, process });
  }
  const peak = async (role: string) =>
    await running.find(one => one.role === role)?.process.peakRssMb();
  const last = running[running.length - 1];
  return {
    locationUrl: `http://127.0.0.1:${location}`,
    records: async () => {
      const dead = running.find(({ process }) => process.ended() !== undefined);
      if (dead) {
        throw new Error(`${dead.role} ended; see its log in ${dir}`);
      }
      return await gaugeOf(last?.metrics ?? 0);
    },
    peaks: async () => ({
      all: await peak('all'),
      rhoaiNormalizer: await peak('rhoai-normalizer'),
      storageRest: await peak('storage-rest'),
      location: await peak('location'),
    }),
    stop: async () => {
      await Promise.all(running.map(({ process }) => process.stop()));
    },
  };
}

/** Seconds until everything is served. */
export async function untilServed(
  bridge: Bridge,
  expected: number,
): Promise<number> {
  const started = performance.now();
  while ((await bridge.records()) < expected) {
    await sleep(100);
  }
  return (performance.now() - started) / 1000;
}
