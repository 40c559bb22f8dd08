import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startCountingProxy } from '../sync/countingProxy';
import { arrival, untilConnected } from './arrival';
import { type BackstageProcess, startBackstage } from './backstageProcess';
import { type Bridge, prepareBridge, untilServed } from './bridge';
import { measureChanges } from './changes';
import { catalogTables } from './database';
import { measureQuiet } from './quiet';
import { ENTITIES_PER_MODEL, RECORDS_PER_MODEL, type Rig } from './rig';
import type { Arrival, Memory, Own } from './types';

/** A Backstage that waits, and a bridge that is started on an empty store. */
type Cold = {
  bridge: Bridge;
  backstage: BackstageProcess;
  link: Awaited<ReturnType<typeof startCountingProxy>>;
};

async function withCold<T>(
  rig: Rig,
  setup: { name: string; provider: string; shape: 'all' | 'three' },
  work: (cold: Cold) => Promise<T>,
): Promise<T> {
  const { name, provider, shape } = setup;
  await rig.world.emptyStore();
  const bridge = await prepareBridge({ ...rig, shape });
  const link = await startCountingProxy(bridge.locationUrl);
  const backstage = await startBackstage({
    ...rig,
    name,
    provider: provider.replace('LOCATION', link.url),
    database: rig.postgres,
    locationUrl: link.url,
  });
  try {
    await untilConnected(backstage);
    return await work({ bridge, backstage, link });
  } finally {
    await backstage.stop();
    await bridge.stop();
    await link.stop();
  }
}

type ColdTimes = Arrival & { servedSeconds: number; locationRequests: number };

/** Starts the bridge, and waits until everything that it finds is in the catalog. */
async function coldStart(
  { models, progress, patienceMinutes }: Rig,
  { bridge, backstage, link }: Cold,
): Promise<ColdTimes> {
  const from = Date.now();
  link.reset();
  await bridge.start();
  const served = untilServed(bridge, models * RECORDS_PER_MODEL).then(s => {
    progress(`served after ${s.toFixed(1)} s`);
    return s;
  });
  let locationRequests = 0;
  const [servedSeconds, times] = await Promise.all([
    served,
    arrival(backstage, from, {
      entities: models * ENTITIES_PER_MODEL,
      onProgress: progress,
      patienceMs: patienceMinutes * 60_000,
      onCommitted: () => {
        locationRequests = link.counts.requests;
      },
    }),
  ]);
  return { ...times, servedSeconds, locationRequests };
}

/** Our provider: arrival, single changes, silence, memory of `all`. */
export async function oursRun(rig: Rig): Promise<Own & { rssMb: number }> {
  const { progress, postgres, dir } = rig;
  progress('Our provider');
  const setup = { name: 'ours', provider: 'ours', shape: 'all' } as const;
  return await withCold(rig, setup, async cold => {
    const times = await coldStart(rig, cold);
    const tables = catalogTables(postgres, 'ours');
    progress(`visible after ${times.visibleSeconds?.toFixed(1)} s`);
    progress(`${rig.changes} single changes`);
    const change = await measureChanges({
      ...rig,
      backstage: cold.backstage,
      count: rig.changes,
      queue: tables.queue,
    });
    progress(JSON.stringify({ ...times, change }));
    progress(`${rig.quietMinutes} quiet minutes`);
    const quiet = await measureQuiet({
      ...rig,
      ...cold,
      minutes: rig.quietMinutes,
    });
    await tables.dump(join(dir, 'entities'));
    const { all = 0 } = await cold.bridge.peaks();
    progress(JSON.stringify({ quiet, all }));
    return { ...times, change, quiet, rssMb: all };
  });
}

/** The changes take up to half a minute each there: fewer of them. */
const CHANGES_OF_EXISTING = 5;
/** The models come at any moment between two of its runs: on average in the middle. */
const HALF_INTERVAL_MS = 15_000;

/** A provider that does what the existing one does, on a bridge of its own. */
export async function existingRun(rig: Rig) {
  rig.progress('A provider that does what the existing one does');
  const setup = {
    name: 'existing',
    provider: 'existing=LOCATION',
    shape: 'all',
  } as const;
  return await withCold(rig, setup, async cold => {
    await sleep(HALF_INTERVAL_MS);
    const { committedSeconds, visibleSeconds, locationRequests } =
      await coldStart(rig, cold);
    rig.progress(`${CHANGES_OF_EXISTING} single changes`);
    const { visibleP95 } = await measureChanges({
      ...rig,
      backstage: cold.backstage,
      count: CHANGES_OF_EXISTING,
      queue: async () => 0,
      seesMutations: false,
    });
    const { all } = await cold.bridge.peaks();
    const times = { committedSeconds, visibleSeconds };
    return {
      comparison: { ...times, locationRequests, visibleP95 },
      rssMb: all,
    };
  });
}

/** The entities of our own run in one mutation: what the host itself takes. */
export async function bareRun(rig: Rig): Promise<Arrival> {
  const { postgres, models, progress, dir, patienceMinutes } = rig;
  progress('The same entities in one mutation');
  const backstage = await startBackstage({
    ...rig,
    name: 'bare',
    provider: `bare=${join(dir, 'entities')}`,
    database: postgres,
    locationUrl: '',
  });
  try {
    return await arrival(backstage, await untilConnected(backstage), {
      entities: models * ENTITIES_PER_MODEL,
      onProgress: progress,
      patienceMs: patienceMinutes * 60_000,
    });
  } finally {
    await backstage.stop();
  }
}

/** The same with the three processes: their memory. */
export async function threeRolesRun(rig: Rig): Promise<Partial<Memory>> {
  rig.progress('The three roles');
  const setup = { name: 'three', provider: 'ours', shape: 'three' } as const;
  return await withCold(rig, setup, async cold => {
    await coldStart(rig, cold);
    // A few changes and looks later, as after `all`.
    await sleep(30_000);
    return await cold.bridge.peaks();
  });
}
