import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import {
  freePort,
  sendCommand,
  type Simulator,
  startSimulator,
  toWorldServer,
} from '@model-catalog/rhoai-simulator';
import { Bridge } from '../../../acceptance/system/Bridge';
import { buildBridge } from '../../../acceptance/system/buildBridge';
import {
  type Backstage,
  startBackstage,
} from '../../../acceptance/system/startBackstage';
import { within } from '../../../acceptance/system/within';
import { CustomResources } from './CustomResources';
import { Program } from './Program';
import { startPublisher } from './startPublisher';

const THREESCALE = resolve(
  __dirname,
  '../../../../../packages/threescale-simulator/dist/cli.cjs',
);

const NAMESPACE = 'genai-team';

/** The model server that is published, and what requests have to name. */
export const SERVER = 'llama-3-1-8b';
export const MODEL = 'llama-3.1-8b-instruct';

const PUBLISH = 'maas.rhdh.io/publish';

/** Of the simulated tenant. */
const TOKEN = 'admin-token-of-the-simulator';

/** Models as a Service on loopback. */
export interface Rig {
  readonly simulator: Simulator;
  /** Of 3scale: for developers, and for its administrators. */
  readonly portal: string;
  readonly admin: string;
  readonly backstage: Backstage;
  /** Puts the label on a model server, or takes it off. */
  publish(name: string, isWanted: boolean): Promise<void>;
  /** Throws with what it printed when one of the programs does not run any more. */
  mustRun(): void;
  stop(): Promise<void>;
}

interface Stoppable {
  stop(): Promise<unknown>;
}

/** What the bridge is told of 3scale. */
const maasConfig = (admin: string, portal: string) => `maas:
  threescale:
    namespaces: [3scale]
    adminUrl: ${admin}
    tokenEnv: THREESCALE_TOKEN
    portalUrl: ${portal}
`;

async function startThreescale(kubeconfig: string) {
  const [admin, portal, gateway] = [
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const program = new Program(THREESCALE, [
    'serve',
    ...['--kubeconfig', kubeconfig],
    ...['--port-admin', String(admin), '--port-portal', String(portal)],
    ...['--port-gateway', String(gateway), '--port-products', '0'],
  ]);
  const at = (port: number) => `http://127.0.0.1:${port}`;
  await within(20, async () => {
    program.mustRun();
    await fetch(at(portal));
  });
  return { program, admin: at(admin), portal: at(portal) };
}

async function startBridge(
  simulator: Simulator,
  configFile: string,
): Promise<Bridge> {
  const bridge = new Bridge({
    locationPort: await freePort(),
    metricsPort: await freePort(),
    env: {
      KUBECONFIG: simulator.kubernetes.kubeconfig,
      MR_ROUTE: simulator.registry.url,
      CATALOG_URL: simulator.catalog.url,
      STORAGE_TYPE: 'Memory',
      NAMESPACE: 'rhdh',
      POLLING_INTERVAL: '1s',
      LOG_LEVEL: 'info',
      CONFIG_FILE: configFile,
      THREESCALE_TOKEN: TOKEN,
    },
  });
  bridge.start();
  await bridge.untilReady(30);
  return bridge;
}

/** A model of a project, which nobody outside of the cluster can call. */
async function deployModel(simulator: Simulator): Promise<void> {
  const cluster = new CustomResources(simulator.kubernetes, NAMESPACE);
  await cluster.createNamespace();
  await cluster.close();
  simulator.cluster.deploy(
    toWorldServer({
      name: SERVER,
      namespace: NAMESPACE,
      displayName: 'Llama 3.1 8B Instruct',
      storageUri: 'oci://registry.example.com/models/llama:1',
      args: [`--served-model-name=${MODEL}`],
      exposed: false,
    }),
  );
  await simulator.settled();
}

/** Starts OpenShift AI and Backstage in this process, and 3scale, the publisher and the bridge in processes of their own. */
export async function startRig(): Promise<Rig> {
  const dir = mkdtempSync(join(tmpdir(), 'maas-journey-'));
  const started: Stoppable[] = [];
  const stop = async () => {
    for (const part of started.reverse()) await part.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  const keep = <T extends Stoppable>(part: T): T => {
    started.push(part);
    return part;
  };
  try {
    await buildBridge();
    const simulator = keep(await startSimulator({ dir, threescale: true }));
    await deployModel(simulator);
    const { kubeconfig } = simulator.kubernetes;
    const threescale = await startThreescale(kubeconfig);
    keep(threescale.program);
    const publisher = keep(await startPublisher({ dir, kubeconfig }));
    const configFile = join(dir, 'bridge.yaml');
    const { admin, portal } = threescale;
    writeFileSync(configFile, maasConfig(admin, portal));
    const bridge = await startBridge(simulator, configFile);
    keep({ stop: () => bridge.end('SIGTERM') });
    const backstage = keep(
      await startBackstage({
        entry: { baseUrl: bridge.url },
        environment: {},
      }),
    );
    return {
      simulator,
      ...{ portal, admin },
      backstage,
      publish: async (name, isWanted) => {
        const labels = { [PUBLISH]: isWanted ? 'true' : null };
        await sendCommand(simulator.control.url, 'label', { name, labels });
      },
      mustRun: () => {
        threescale.program.mustRun();
        publisher.mustRun();
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
