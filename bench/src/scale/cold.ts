import { startCountingProxy } from '../sync/countingProxy';
import { arrival, type Expected, untilConnected } from './arrival';
import { type BackstageProcess, startBackstage } from './backstageProcess';
import { type Bridge, prepareBridge, untilServed } from './bridge';
import { ENTITIES_PER_MODEL, RECORDS_PER_MODEL, type Rig } from './rig';
import type { Arrival } from './types';

/** A Backstage that waits, and a bridge that is started on an empty store. */
export type Cold = {
  bridge: Bridge;
  backstage: BackstageProcess;
  link: Awaited<ReturnType<typeof startCountingProxy>>;
};

export type Setup = { name: string; provider: string; shape: 'all' | 'three' };

/** Gets both ready, and stops them whatever becomes of the work. */
export async function withCold<T>(
  rig: Rig,
  { name, provider, shape }: Setup,
  work: (cold: Cold) => Promise<T>,
): Promise<T> {
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
  const stop = async () => {
    await backstage.stop();
    await bridge.stop();
    await link.stop();
  };
  rig.onStop(stop);
  try {
    await untilConnected(backstage);
    return await work({ bridge, backstage, link });
  } finally {
    await stop();
  }
}

export type ColdTimes = Arrival & {
  servedSeconds: number;
  locationRequests: number;
};

/** Starts the bridge, and waits until everything that it finds is in the catalog. */
export async function coldStart(
  { models, progress, patienceMs }: Rig,
  { bridge, backstage, link }: Cold,
  more: Pick<Expected, 'isCommittedEnough'> & { patienceMs?: number } = {},
): Promise<ColdTimes> {
  const from = Date.now();
  link.reset();
  await bridge.start();
  const records = models * RECORDS_PER_MODEL;
  const served = untilServed(bridge, records, patienceMs).then(seconds => {
    progress(`served after ${seconds.toFixed(1)} s`);
    return seconds;
  });
  let locationRequests = 0;
  const [servedSeconds, times] = await Promise.all([
    served,
    arrival(backstage, from, {
      entities: models * ENTITIES_PER_MODEL,
      onProgress: progress,
      patienceMs,
      onCommitted: () => {
        locationRequests = link.counts.requests;
      },
      ...more,
    }),
  ]);
  return { ...times, servedSeconds, locationRequests };
}
