import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Simulator } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import {
  createRig,
  DOCUMENTED_ROLE,
  environmentOf,
  eventually,
  TOKEN,
} from '../../../roles/__testUtils__/bridge';
import { leaveOldStore } from '../../__testUtils__/leaveOldStore';
import { jwt, startCluster } from './clinic';
import { startOldLocation } from './oldLocation';

export type Rig = Awaited<ReturnType<typeof createRig>>;

/** What a diagnosis is made of, and where its addresses are read as. */
export type Patient = {
  environment: Record<string, string | undefined>;
  /** Origins of this run, and what a cluster would have in their place. */
  places: Record<string, string>;
  end(): Promise<void> | void;
};

const LEFT = join(
  __dirname,
  '../../../../../model-catalog-node/src/store/__fixtures__/bac-import-model-go-0a79a60.json',
);

const Left = z.object({ binaryData: z.record(z.string(), z.string()) });

const placesOf = ({ kubernetes, registry, catalog }: Simulator) => ({
  [kubernetes.url]: 'https://172.30.0.1:443',
  [registry.url]:
    'https://model-registry.rhoai-model-registries.svc.cluster.local:8443',
  [catalog.url]:
    'https://model-catalog.rhoai-model-registries.svc.cluster.local:8443',
});

/** A pod whose connector has begun to work, as well as it can. */
async function connected(
  rig: Rig,
  {
    cluster,
    environment: more,
  }: {
    cluster?: Parameters<typeof startCluster>[1];
    environment?: Record<string, string>;
  } = {},
): Promise<Patient> {
  const { simulator, environment } = await startCluster(rig, cluster);
  const bridge = await rig.bridge({ ...environmentOf(simulator), ...more });
  const { location, metrics } = bridge.ports;
  await eventually(async () => {
    expect(await bridge.readyz()).not.toMatch(/not yet|never read/);
  });
  return {
    environment: {
      ...environment,
      ...more,
      BRIDGE_URL: `http://127.0.0.1:${location}`,
      METRICS_ADDRESS: `127.0.0.1:${metrics}`,
    },
    places: {
      ...placesOf(simulator),
      [`http://127.0.0.1:${location}`]: 'http://localhost:9090',
      [`http://127.0.0.1:${metrics}`]: 'http://127.0.0.1:8081',
    },
    end: () => {},
  };
}

/** A pod in which the three containers of the connector before run still. */
async function before(
  rig: Rig,
  binaryData: Readonly<Record<string, string>>,
): Promise<Patient> {
  const { simulator, environment } = await startCluster(rig);
  await leaveOldStore(rig, simulator, binaryData);
  const old = await startOldLocation();
  return {
    environment: {
      ...environment,
      BRIDGE_URL: old.url,
      METRICS_ADDRESS: '127.0.0.1:1',
    },
    places: { ...placesOf(simulator), [old.url]: 'http://localhost:9090' },
    end: old.stop,
  };
}

const without = (resource: string) =>
  DOCUMENTED_ROLE.filter(({ resources }) => !resources.includes(resource));

const leftBehind = () =>
  Left.parse(JSON.parse(readFileSync(LEFT, 'utf8'))).binaryData;

const inBase64 = (value: unknown) =>
  Buffer.from(JSON.stringify(value)).toString('base64');

/** A document with a definition that leaves no room for another, as that connector keeps it. */
const longDocument = () =>
  inBase64({
    body: inBase64({
      models: [{ name: 'granite-31-8b-instruct-30' }],
      modelServer: { name: 'long', API: { spec: 'x'.repeat(750 * 1024) } },
    }),
  });

async function untrusted(rig: Rig): Promise<Patient> {
  const other = await createRig();
  const { registry } = await other.cluster({ proxied: true });
  const patient = await connected(rig, {
    environment: { MR_ROUTE: `dev=${registry.url}` },
  });
  return {
    ...patient,
    places: {
      ...patient.places,
      [registry.url]: 'https://registry-dev.apps.example.com',
    },
    end: () => other.close(),
  };
}

/** The nine that the page on troubleshooting shows, in its order. */
export const CASES: Readonly<Record<string, (rig: Rig) => Promise<Patient>>> = {
  'good cluster': rig => connected(rig),
  'missing right': rig =>
    connected(rig, {
      cluster: {
        users: [
          { token: TOKEN, user: 'connector', rules: without('services') },
        ],
      },
    }),
  'wrong token': rig =>
    connected(rig, { environment: { token: 'no-such-token' } }),
  'expired token': rig =>
    connected(rig, {
      environment: { token: jwt(new Date(Date.now() - 3 * 3_600_000)) },
    }),
  'no CRD': rig =>
    connected(rig, {
      cluster: { withoutKinds: ['InferenceService', 'LLMInferenceService'] },
    }),
  'no registry': rig => connected(rig, { cluster: { proxied: false } }),
  'TLS error': untrusted,
  'full ConfigMap': rig =>
    before(rig, {
      ...leftBehind(),
      'granite-31-8b-instruct_30': longDocument(),
    }),
  'old location service': rig => before(rig, leftBehind()),
};
