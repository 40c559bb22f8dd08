import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@model-catalog/rhoai-simulator';
import { type BridgeProcess, startBridge } from '../sync/bridgeProcess';
import type { Memory, Resident } from './types';
import type { World } from './world/startWorld';

/** The bridge in one process or in three. */
export type Bridge = {
  locationUrl: string;
  /** Starts the processes. */
  start(): Promise<void>;
  /** How many records are served; 0 while there is no answer. */
  records(): Promise<number>;
  resident(): Promise<Resident>;
  stop(): Promise<void>;
};

export type BridgeInput = {
  bundle: string;
  dir: string;
  world: World;
  shape: 'all' | 'three';
};

/** In the order of the data flow. */
const ROLES = {
  all: ['all'],
  three: ['storage-rest', 'location', 'rhoai-normalizer'],
} as const;

type Part = { role: string; metrics: number; process: BridgeProcess };

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

async function startPart(
  role: string,
  input: BridgeInput,
  addresses: Readonly<Record<string, string>>,
): Promise<Part> {
  const metrics = await freePort();
  const environment = {
    ...settings(input),
    ...addresses,
    METRICS_ADDRESS: `127.0.0.1:${metrics}`,
  };
  const { bundle, dir } = input;
  return {
    role,
    metrics,
    process: startBridge({ bundle, role, dir, environment }),
  };
}

/** Decides where it will be; nothing runs yet. */
export async function prepareBridge(input: BridgeInput): Promise<Bridge> {
  const location = await freePort();
  const storage = await freePort();
  const parts: Part[] = [];
  const memory = async (
    of: (process: BridgeProcess) => Promise<number>,
  ): Promise<Partial<Memory>> => {
    const role = (name: string) => {
      const part = parts.find(one => one.role === name);
      return part && of(part.process);
    };
    return {
      all: await role('all'),
      rhoaiNormalizer: await role('rhoai-normalizer'),
      storageRest: await role('storage-rest'),
      location: await role('location'),
    };
  };
  return {
    locationUrl: `http://127.0.0.1:${location}`,
    start: async () => {
      for (const role of ROLES[input.shape]) {
        parts.push(
          await startPart(role, input, {
            LOCATION_ADDRESS: `127.0.0.1:${location}`,
            STORAGE_ADDRESS: `127.0.0.1:${storage}`,
            STORAGE_URL: `http://127.0.0.1:${storage}`,
          }),
        );
      }
    },
    records: async () => {
      const dead = parts.find(({ process }) => process.ended() !== undefined);
      if (dead) {
        throw new Error(`${dead.role} ended; see its log in ${input.dir}`);
      }
      return await gaugeOf(parts[parts.length - 1]?.metrics ?? 0);
    },
    resident: async () => ({
      peak: await memory(process => process.peakRssMb()),
      end: await memory(process => process.rssMb()),
    }),
    stop: async () => {
      await Promise.all(parts.splice(0).map(({ process }) => process.stop()));
    },
  };
}

/** Seconds from now until everything is served. */
export async function untilServed(
  bridge: Bridge,
  expected: number,
  patienceMs: number,
): Promise<number> {
  const started = performance.now();
  for (;;) {
    const records = await bridge.records();
    if (records >= expected) {
      break;
    }
    if (performance.now() - started > patienceMs) {
      throw new Error(`the bridge serves ${records} of ${expected} records`);
    }
    await sleep(200);
  }
  return (performance.now() - started) / 1000;
}
