import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entity } from '@backstage/catalog-model';
import {
  type Simulator,
  startSimulator,
  type WorldServerInput,
} from '@model-catalog/rhoai-simulator';
import { stringify } from 'yaml';
import { type Bridge, startBridge } from './Bridge';
import { type KubernetesPlugin, startKubernetesPlugin } from './plugin';

jest.setTimeout(60_000);

const server = (
  name: string,
  more: Partial<WorldServerInput> = {},
): WorldServerInput => ({
  name,
  namespace: 'team',
  storageUri: 'oci://m:1',
  ...more,
});

/** Beside each of them one whose name begins alike, and one of its name in another namespace. */
const SERVERS = [
  server('raw'),
  server('raw-2'),
  server('raw', { namespace: 'other' }),
  server('serverless', { mode: 'Knative' }),
  server('asleep', { mode: 'Knative', state: 'scaled-to-zero' }),
  server('crashing', { state: 'failed' }),
  server('starting', { state: 'pending' }),
  server('off', { state: 'stopped' }),
  server('meshed', { mode: 'ModelMesh', runtime: 'ovms-1.x' }),
  server('meshed-too', { mode: 'ModelMesh', runtime: 'ovms-1.x' }),
  server('llm', { kind: 'LLMInferenceService' }),
  server('llm-2', { kind: 'LLMInferenceService' }),
  server('llm-asleep', {
    kind: 'LLMInferenceService',
    state: 'scaled-to-zero',
  }),
];

let dir: string;
let simulator: Simulator;
let bridge: Bridge;
let plugin: KubernetesPlugin;
let entities: ReadonlyMap<string, Entity>;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kubernetes-tab-'));
  const namespaces = ['team', 'other'].map(name => ({ name }));
  const world = stringify({ namespaces, servers: SERVERS });
  await writeFile(join(dir, 'world.yaml'), world);
  simulator = await startSimulator({ dir, world: dir });
  await simulator.settled();
  [bridge, plugin] = await Promise.all([
    startBridge(simulator),
    startKubernetesPlugin(simulator.kubernetes),
  ]);
  entities = await bridge.entities();
});

afterAll(async () => {
  await Promise.all([plugin?.stop(), bridge?.stop()]);
  await simulator?.stop();
  await rm(dir, { recursive: true, force: true });
});

describe('the Kubernetes plugin of the hub', () => {
  it.each<[string, string[], string[]]>([
    ['team-raw', ['raw-predictor'], ['team/raw-predictor']],
    ['team-raw-2', ['raw-2-predictor'], ['team/raw-2-predictor']],
    ['other-raw', ['raw-predictor'], ['other/raw-predictor']],
    [
      'team-serverless',
      ['serverless-predictor-00001-deployment'],
      ['team/serverless-predictor-00001-deployment'],
    ],
    ['team-asleep', ['asleep-predictor-00001-deployment'], []],
    ['team-crashing', ['crashing-predictor'], ['team/crashing-predictor']],
    ['team-starting', ['starting-predictor'], ['team/starting-predictor']],
    ['team-off', [], []],
    [
      'team-meshed',
      ['modelmesh-serving-ovms-1.x'],
      ['team/modelmesh-serving-ovms-1.x'],
    ],
    [
      'team-meshed-too',
      ['modelmesh-serving-ovms-1.x'],
      ['team/modelmesh-serving-ovms-1.x'],
    ],
    [
      'team-llm',
      ['llm-kserve', 'llm-kserve-router-scheduler'],
      ['team/llm-kserve', 'team/llm-kserve-router-scheduler'],
    ],
    [
      'team-llm-2',
      ['llm-2-kserve', 'llm-2-kserve-router-scheduler'],
      ['team/llm-2-kserve', 'team/llm-2-kserve-router-scheduler'],
    ],
    [
      'team-llm-asleep',
      ['llm-asleep-kserve', 'llm-asleep-kserve-router-scheduler'],
      ['team/llm-asleep-kserve-router-scheduler'],
    ],
  ])(
    'finds the Deployments and pods of %s, and no others',
    async (name, deployments, pods) => {
      const entity = entities.get(`component:${name}`);
      if (!entity) {
        throw new Error(`there is no Component ${name}`);
      }
      const found = await plugin.objectsOf(entity);

      expect(found.errors).toEqual([]);
      expect(found.deployments).toEqual(deployments);
      // Without the hashes of ReplicaSet and pod.
      expect(found.pods).toEqual(
        pods.map(pod => expect.stringMatching(`^${pod}-[a-z0-9]+-[a-z0-9]+$`)),
      );
    },
  );
});
