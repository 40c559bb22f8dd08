import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  generateWorld,
  type Simulator,
  startSimulator,
} from '@model-catalog/rhoai-simulator';
import { startCountingProxy } from './countingProxy';
import { createMeter, type Meter } from './meter';
import { type RegistryWriter, registryWriter } from './registryWriter';

export type SyncOptions = {
  models: number;
  versions: number;
  /** Servers that run versions. */
  deployed: number;
  /** Catalog models with a card. */
  cards: number;
  /** A registry that already runs somewhere; else the simulator's. */
  registry?: string;
  catalog?: string;
};

/** What the bridge is pointed at. */
export type Target = {
  dir: string;
  registryUrl: string;
  catalogUrl: string;
  kubeconfig: string;
  meter: Meter;
  /** Changes one version, and gives the text to look for. */
  changeOneVersion(): Promise<string>;
  stop(): Promise<void>;
};

/** Long enough for the largest world: else its last rows are all of one moment, which no registry's are. */
const PAST_MS = 60 * 24 * 3_600_000;
const STEP_MS = 10_000;

/** A world grows over hours, not in an instant: each look at the clock is ten seconds later, until it catches up. */
export function growingWorldClock() {
  let past: number | undefined = Date.now() - PAST_MS;
  return {
    now: () => {
      if (past === undefined) {
        return new Date();
      }
      past = Math.min(past + STEP_MS, Date.now());
      return new Date(past);
    },
    catchUp: () => {
      past = undefined;
    },
  };
}

async function fill(
  simulator: Simulator,
  writer: RegistryWriter,
  options: SyncOptions,
): Promise<void> {
  const { models, versions, deployed, cards } = options;
  if (options.registry === undefined) {
    generateWorld(simulator, { models, versions, deployed, cards });
  } else {
    await writer.fill(models, versions);
  }
}

/** Starts an OpenShift AI of the wanted size; what is given by URL is counted by a proxy in front. */
export async function startTarget(options: SyncOptions): Promise<Target> {
  const dir = await mkdtemp(join(tmpdir(), 'model-catalog-bench-'));
  const clock = growingWorldClock();
  const simulator = await startSimulator({ dir, world: 'empty', ...clock });
  const registryProxy =
    options.registry === undefined
      ? undefined
      : await startCountingProxy(options.registry);
  const catalogProxy =
    options.catalog === undefined
      ? undefined
      : await startCountingProxy(options.catalog);
  const writer = registryWriter(options.registry ?? simulator.registry.url);
  await fill(simulator, writer, options);
  clock.catchUp();
  return {
    dir,
    registryUrl: registryProxy?.url ?? simulator.registry.url,
    catalogUrl: catalogProxy?.url ?? simulator.catalog.url,
    kubeconfig: simulator.kubernetes.kubeconfig,
    meter: createMeter({
      kubernetes: simulator.counters.kubernetes,
      registry: registryProxy ?? simulator.counters.registry,
      catalog: catalogProxy ?? simulator.counters.catalog,
    }),
    changeOneVersion: () => writer.changeOneVersion(),
    stop: async () => {
      await Promise.all([
        simulator.stop(),
        registryProxy?.stop(),
        catalogProxy?.stop(),
      ]);
      await rm(dir, { recursive: true, force: true });
    },
  };
}
