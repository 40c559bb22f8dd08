import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { startSimulator } from '@model-catalog/rhoai-simulator';
import type { Servers } from './World';

/**
 * The simulator with its demo world. Its controller is off: the suite writes
 * status itself, as it must on a kube-apiserver without KServe.
 */
export async function simulatedServers(): Promise<Servers> {
  const dir = await mkdtemp(join(tmpdir(), 'acceptance-simulator-'));
  const simulator = await startSimulator({
    dir,
    world: 'demo',
    controller: false,
    token: 'planted-kubernetes-token-7d1f',
  });
  const { url, caPem, token, kubeconfig } = simulator.kubernetes;
  return {
    kubernetes: { url, caPem, token, kubeconfig },
    registry: { url: simulator.registry.url },
    catalog: { url: simulator.catalog.url },
    stop: async () => {
      await simulator.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
