import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  freePort,
  type Simulator,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import { randomBytes } from 'node:crypto';
import { z } from 'zod/v4';
import type { Addresses } from '../host/configForms';
import { endOf } from '../host/startHost';
import { HostProcess } from '../host/HostProcess';
import { Gate } from './Gate';

/** What the rig is made of. */
export interface RigOptions {
  /** The bridge as it ships. */
  readonly bridge: string;
  /** A folder with a world for the simulator, which has nothing otherwise. */
  readonly world?: string;
  /** Fills the simulator. */
  readonly fill?: (simulator: Simulator) => void;
}

/** How many of each there have to be in a catalog. */
export interface Expected {
  readonly servers: number;
  readonly models: number;
  readonly apis: number;
}

/** An OpenShift AI that is simulated, the real bridge that reads it, and ways to reach that. */
export interface Rig {
  readonly dir: string;
  readonly addresses: Addresses;
  /** The same OpenShift AI for a hub that reads it itself: `rhoai` of an entry. */
  readonly cluster: object;
  readonly gate: Gate;
  readonly expected: Expected;
  /** What must never be printed: each planted credential, by what it is for. */
  readonly planted: Readonly<Record<string, string>>;
  bridgeLog(): string;
  stop(): Promise<void>;
}

const Records = z.object({
  records: z.array(
    z.object({
      kind: z.string(),
      server: z.object({ API: z.unknown() }).optional(),
    }),
  ),
});

/** A thousand models, on a busy machine. */
const READY_SECONDS = 180;

const planted = (what: string) =>
  `planted-${what}-${randomBytes(12).toString('hex')}`;

async function startBridge(
  { kubernetes, registry, catalog }: Simulator,
  { bridge, token }: { bridge: string; token: string },
): Promise<{ process: HostProcess; url: string }> {
  const [location, metrics] = [await freePort(), await freePort()];
  const process_ = HostProcess.start({
    program: process.execPath,
    args: [bridge, 'all'],
    cwd: tmpdir(),
    env: {
      KUBECONFIG: kubernetes.kubeconfig,
      MR_ROUTE: registry.url,
      CATALOG_URL: catalog.url,
      KFMR_TOKEN: token,
      STORAGE_TYPE: 'ConfigMap',
      NORMALIZER_FORMAT: 'JSONArrayFormat',
      NAMESPACE: 'rhdh',
      POLLING_INTERVAL: '10s',
      LOCATION_ADDRESS: `127.0.0.1:${location}`,
      METRICS_ADDRESS: `127.0.0.1:${metrics}`,
    },
  });
  const isReady = async () =>
    (await fetch(`http://127.0.0.1:${metrics}/readyz`)).ok;
  try {
    await process_.until('the first sync of the bridge', isReady, {
      seconds: READY_SECONDS,
    });
  } catch (error) {
    const { message } = Object(error);
    throw new Error(`${message}\n${endOf(process_.log)}`);
  }
  return { process: process_, url: `http://localhost:${location}` };
}

async function expectedOf(location: string): Promise<Expected> {
  const answer = await fetch(`${location}/api/v1/records`);
  const { records } = Records.parse(await answer.json());
  const count = (wanted: string) =>
    records.filter(({ kind }) => kind === wanted).length;
  return {
    servers: count('server'),
    models: count('model'),
    // A server without an address, and one that opted out, have none.
    apis: records.filter(({ server }) => server?.API !== undefined).length,
  };
}

const clusterOf = (
  { kubernetes, registry, catalog }: Simulator,
  registryToken: string,
) => ({
  kubernetes: {
    url: kubernetes.url,
    token: kubernetes.token,
    caData: Buffer.from(kubernetes.caPem).toString('base64'),
    namespace: 'rhdh',
  },
  registries: [{ name: 'model-registry', url: registry.url }],
  catalogs: [{ name: 'model-catalog', url: catalog.url }],
  registryToken,
  pollingInterval: '10s',
});

/** Starts all that a host is to read, on loopback and free ports. */
export async function startRig({
  bridge,
  world,
  fill,
}: RigOptions): Promise<Rig> {
  const dir = await mkdtemp(join(tmpdir(), 'model-catalog-hosts-'));
  const simulator = await startSimulator({ dir: join(dir, 'cluster'), world });
  fill?.(simulator);
  await simulator.settled();
  const tokens = { reader: planted('reader'), registry: planted('registry') };
  const started = await startBridge(simulator, {
    bridge,
    token: tokens.registry,
  });
  const gate = await Gate.start({ target: started.url, token: tokens.reader });
  const caFile = join(dir, 'location-ca.pem');
  await writeFile(caFile, gate.caPem);
  return {
    dir,
    gate,
    planted: tokens,
    cluster: clusterOf(simulator, tokens.registry),
    addresses: {
      plain: started.url,
      secured: { url: gate.url, caFile, token: tokens.reader },
    },
    expected: await expectedOf(started.url),
    bridgeLog: () => started.process.log,
    stop: async () => {
      await gate.stop();
      await started.process.stop();
      await simulator.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
