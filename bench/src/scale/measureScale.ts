import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startPostgres } from '@model-catalog/e2e/src/realServers/postgres';
import { baselineRssMb } from '../sync/bridgeProcess';
import { bareRun, existingRun, oursRun, threeRolesRun } from './runs';
import type { Rig, ScaleInput } from './rig';
import type { Memory, Own, ScaleResult } from './types';
import { startWorld } from './world/startWorld';

async function importMb({ bundle, dir }: Rig): Promise<Memory> {
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

async function measureOn(rig: Rig): Promise<ScaleResult> {
  const { models, distinct, parts } = rig;
  const before = loadavg();
  const { rssMb: all, ...own }: Partial<Own & { rssMb: number }> = parts.has(
    'ours',
  )
    ? await oursRun(rig)
    : {};
  const three =
    parts.has('three') && hasThree(rig) ? await threeRolesRun(rig) : {};
  rig.progress(JSON.stringify(three));
  const existing = parts.has('existing') ? await existingRun(rig) : undefined;
  rig.progress(JSON.stringify(existing ?? {}));
  const bare =
    parts.has('bare') && parts.has('ours') ? await bareRun(rig) : undefined;
  return {
    models,
    distinct,
    ...own,
    bare,
    comparison: existing?.comparison,
    rssWithExistingMb: existing?.rssMb,
    rssMb: { ...three, all },
    importMb: await importMb(rig),
    loadAverage: { before, after: loadavg() },
  };
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
