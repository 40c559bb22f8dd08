import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startPostgres } from '@model-catalog/e2e/src/realServers/postgres';
import { baselineRssMb } from '../sync/bridgeProcess';
import { Parts } from './parts';
import { bareRun, existingRun, oursRun, threeRolesRun } from './runs';
import type { Rig, ScaleInput } from './rig';
import type { Memory, ScaleResult } from './types';
import { startWorld } from './world/startWorld';
import { toResult } from './result';

type Shared = Omit<Rig, 'onStop'>;

async function importMb({ bundle, dir }: Shared): Promise<Memory> {
  const of = (role: string) => baselineRssMb(bundle, dir, role);
  return {
    all: await of('all'),
    rhoaiNormalizer: await of('rhoai-normalizer'),
    storageRest: await of('storage-rest'),
    location: await of('location'),
  };
}

/** A bundle of a time before the three roles has no file for them. */
const hasThree = ({ bundle }: ScaleInput) =>
  existsSync(join(dirname(bundle), 'storage-rest.cjs'));

/** How long the comparison is waited for: it may never be done, and is not to take the day. */
const EXISTING_AT_LEAST_MS = 5 * 60_000;

function patienceForExisting(rig: Shared, ourSeconds = Infinity): number {
  const ms = Math.max(EXISTING_AT_LEAST_MS, 2 * ourSeconds * 1000);
  return Math.min(rig.patienceMs, ms);
}

async function measureOn(rig: Shared): Promise<ScaleResult> {
  const before = loadavg();
  const parts = new Parts(rig);
  const ours = await parts.run('ours', oursRun);
  // Right after each other, so that the machine is the same to both.
  const bare = ours && (await parts.run('bare', bareRun));
  const existing = await parts.run('existing', one =>
    existingRun(one, patienceForExisting(rig, ours?.visibleSeconds)),
  );
  const three = hasThree(rig)
    ? await parts.run('three', threeRolesRun)
    : undefined;
  const { models, distinct } = rig;
  return toResult({
    models,
    distinct,
    ours,
    bare,
    existing,
    three,
    importMb: await importMb(rig),
    failures: parts.failures,
    partSeconds: parts.seconds,
    loadAverage: { before, after: loadavg() },
  });
}

/** Measures one size: a cluster, a bridge and a Backstage with PostgreSQL, each in processes of its own. */
export async function measureScale(input: ScaleInput): Promise<ScaleResult> {
  const { models, distinct, program, progress } = input;
  const dir = await mkdtemp(join(tmpdir(), 'model-catalog-scale-'));
  progress(`Making a world of ${models} models and as many servers; ${dir}`);
  const postgres = await startPostgres();
  const world = await startWorld(program, dir);
  try {
    await world.fill({ models, distinct });
    return await measureOn({ ...input, dir, world, postgres });
  } finally {
    await world.stop();
    await postgres.stop();
    if (!input.keep) {
      await rm(dir, { recursive: true, force: true });
    }
  }
}
