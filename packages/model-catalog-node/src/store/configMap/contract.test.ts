import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '@model-catalog/rhoai-simulator';
import {
  createKubernetesClient,
  explicitKubernetesConfig,
} from '../../kubernetes';
import type { KubernetesClient } from '../../kubernetes/types';
import { configMapHarness, describeStore } from '../__testUtils__';

const LIMITS = { fillBytes: 20_000, maxBytes: 40_000 };

describe('On the Kubernetes API of the simulator', () => {
  let dir: string;
  let simulator: Awaited<ReturnType<typeof startSimulator>>;
  let client: KubernetesClient;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'store-'));
    simulator = await startSimulator({ dir, controller: false });
    client = createKubernetesClient(
      explicitKubernetesConfig({
        server: simulator.kubernetes.url,
        caPem: simulator.kubernetes.caPem,
        token: simulator.kubernetes.token,
      }),
    );
  });
  afterAll(async () => {
    await client.close();
    await simulator.stop();
    await rm(dir, { recursive: true });
  });

  describeStore('The ConfigMap store', () => configMapHarness(client, LIMITS));
});
