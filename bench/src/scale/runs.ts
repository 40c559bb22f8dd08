import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { arrival, untilConnected } from './arrival';
import { startBackstage } from './backstageProcess';
import { measureChanges } from './changes';
import { type Cold, coldStart, withCold } from './cold';
import { catalogTables } from './database';
import { measureQuiet } from './quiet';
import { ENTITIES_PER_MODEL, type Rig } from './rig';
import type { Arrival, Comparison, Own, Resident } from './types';

/** Our provider: arrival, single changes, silence, memory of `all`. */
export async function oursRun(rig: Rig): Promise<Own & { resident: Resident }> {
  const { progress, postgres, dir, quietMinutes } = rig;
  const setup = { name: 'ours', provider: 'ours', shape: 'all' } as const;
  return await withCold(rig, setup, async cold => {
    const times = await coldStart(rig, cold);
    const tables = catalogTables(postgres, 'ours');
    const hostWrites = await tables.writes();
    await tables.dump(join(dir, 'entities'));
    progress(`${rig.changes} single changes`);
    const change = await measureChanges({
      ...rig,
      backstage: cold.backstage,
      count: rig.changes,
      queue: tables.queue,
    });
    progress(`${quietMinutes} quiet minutes`);
    const quiet =
      quietMinutes > 0
        ? await measureQuiet({ ...rig, ...cold, minutes: quietMinutes })
        : undefined;
    const resident = await cold.bridge.resident();
    return { ...times, hostWrites, change, quiet, resident };
  });
}

/** The changes take up to half a minute each there: fewer of them. */
const CHANGES_OF_EXISTING = 5;
/** The models come at any moment between two of its runs: on average in the middle. */
const HALF_INTERVAL_MS = 15_000;

/** A provider that does what the existing one does, on a bridge of its own. */
export async function existingRun(
  rig: Rig,
  patienceMs: number,
): Promise<Comparison & { resident: Resident }> {
  const setup = {
    name: 'existing',
    provider: 'existing=LOCATION',
    shape: 'all',
  } as const;
  return await withCold(rig, setup, async cold => {
    const { backstage, bridge } = cold;
    await sleep(HALF_INTERVAL_MS);
    const times = await coldStart(rig, cold, { patienceMs });
    const count = Math.min(rig.changes, CHANGES_OF_EXISTING);
    rig.progress(`${count} single changes`);
    const { visibleP95, lowerBounds } = await measureChanges({
      ...rig,
      backstage,
      count,
      queue: catalogTables(rig.postgres, 'existing').queue,
      seesMutations: false,
    });
    const resident = await bridge.resident();
    const { servedSeconds: _, ...comparison } = times;
    const isBound = lowerBounds.includes('visibleP95');
    return {
      ...comparison,
      visibleP95,
      lowerBounds: [...times.lowerBounds, ...(isBound ? ['visibleP95'] : [])],
      resident,
    };
  });
}

/** The entities of our own run in one mutation: what the host itself takes. */
export async function bareRun(
  rig: Rig,
): Promise<Arrival & { hostWrites: Record<string, number> }> {
  const { postgres, models, progress, dir, patienceMs } = rig;
  const backstage = await startBackstage({
    ...rig,
    name: 'bare',
    provider: `bare=${join(dir, 'entities')}`,
    database: postgres,
    locationUrl: '',
  });
  rig.onStop(backstage.stop);
  try {
    const from = await untilConnected(backstage);
    const times = await arrival(backstage, from, {
      entities: models * ENTITIES_PER_MODEL,
      onProgress: progress,
      patienceMs,
    });
    const hostWrites = await catalogTables(postgres, 'bare').writes();
    return { ...times, hostWrites };
  } finally {
    await backstage.stop();
  }
}

const LOOK_MS = 10_000;
/** So many looks without less mean that it is at rest. */
const SAME_LOOKS = 3;
const MOST_LOOKS = 18;

const sumOf = ({ end }: Resident) =>
  Object.values(end).reduce((sum, mb = 0) => sum + mb, 0);

/** V8 gives back what was freed when it finds time for that: sooner or later, as busy as the machine is. */
async function atRest({ bridge }: Cold): Promise<Resident> {
  let least = await bridge.resident();
  let same = 0;
  for (let looks = 0; same < SAME_LOOKS && looks < MOST_LOOKS; looks += 1) {
    await sleep(LOOK_MS);
    const now = await bridge.resident();
    same = sumOf(now) < sumOf(least) ? 0 : same + 1;
    least = same === 0 ? now : { ...least, peak: now.peak };
  }
  return least;
}

/** The same with the three processes: their memory. */
export async function threeRolesRun(rig: Rig): Promise<Resident> {
  const setup = { name: 'three', provider: 'ours', shape: 'three' } as const;
  return await withCold(rig, setup, async cold => {
    // What Backstage makes of it takes none of their memory.
    await coldStart(rig, cold, { isCommittedEnough: true });
    return await atRest(cold);
  });
}
