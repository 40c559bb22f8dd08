import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  type AlphaApi,
  type Release,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import type { Servers } from './World';

/** Which OpenShift AI: 0.3.8 (RHOAI 3.4) unless said otherwise. */
export interface Simulated {
  readonly release?: Release;
  /** What became of the registry's v1alpha3. */
  readonly alpha?: AlphaApi;
}

/**
 * The simulator with its demo world. Its controller is off: the suite writes
 * status itself, as it must on a kube-apiserver without KServe.
 */
export async function simulatedServers({
  release = '0.3.8',
  alpha,
}: Simulated = {}): Promise<Servers> {
  const dir = await mkdtemp(join(tmpdir(), 'acceptance-simulator-'));
  const simulator = await startSimulator({
    dir,
    release,
    alpha,
    world: 'demo',
    controller: false,
    token: 'planted-kubernetes-token-7d1f',
  });
  const { url, caPem, token, kubeconfig } = simulator.kubernetes;
  return {
    kubernetes: { url, caPem, token, kubeconfig },
    registry: { url: simulator.registry.url },
    registryApi: alpha === 'gone' ? 'v1' : 'v1alpha3',
    catalog: { url: simulator.catalog.url },
    hasCatalog: release !== 'mlmd',
    stop: async () => {
      await simulator.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
