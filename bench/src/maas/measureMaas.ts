import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '@model-catalog/rhoai-simulator';
import { measureDiscovery } from './measureDiscovery';
import { measurePublisher } from './measurePublisher';
import { deployModels, takeOver } from './models';
import type { MaasResult } from './types';

export type MaasOptions = {
  models: number;
  bundle: string;
  progress: (text: string) => void;
};

/** Publishes models into a simulated 3scale twice, and reads the offerings. */
export async function measureMaas({
  models,
  bundle,
  progress,
}: MaasOptions): Promise<MaasResult> {
  const dir = await mkdtemp(join(tmpdir(), 'bench-maas-'));
  const simulator = await startSimulator({
    dir,
    threescale: true,
    controller: false,
  });
  try {
    progress(`Putting ${models} models into a cluster`);
    await deployModels(simulator, models);
    const options = { models, bundle, dir };
    progress('Publishing them');
    const first = await measurePublisher(simulator, options);
    progress('Starting the publisher anew');
    const second = await measurePublisher(simulator, options);
    progress('Reading the offerings');
    await takeOver(simulator);
    const discovery = await measureDiscovery(simulator, models);
    return { models, objects: first.writes, first, second, discovery };
  } finally {
    await simulator.stop();
    await rm(dir, { recursive: true });
  }
}
