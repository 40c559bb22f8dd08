import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  generateWorld,
  type GeneratedWorld,
  type Simulator,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import { Pod } from './Pod';

/** A cluster with models of its own, and pods on it. */
export interface World {
  readonly simulator: Simulator;
  pod(): Promise<Pod>;
  stop(): Promise<void>;
}

/** Registry and catalog are found, as the documented environment names none. */
export async function createWorld(size: GeneratedWorld): Promise<World> {
  const dir = await mkdtemp(join(tmpdir(), 'old-connector-'));
  const simulator = await startSimulator({ dir, proxied: true });
  generateWorld(simulator, size);
  const pods: Pod[] = [];
  return {
    simulator,
    pod: async () => {
      const pod = await Pod.create(simulator);
      pods.push(pod);
      return pod;
    },
    stop: async () => {
      await Promise.all(pods.map(pod => pod.stop()));
      await simulator.stop();
      await rm(dir, { recursive: true });
    },
  };
}
