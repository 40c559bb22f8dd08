import { setTimeout as sleep } from 'node:timers/promises';
import type { CountingProxy } from '../sync/countingProxy';
import type { BackstageProcess } from './backstageProcess';
import { percentile } from './stats';
import type { Quiet } from './types';
import type { World } from './world/startWorld';

const LOOK_MS = 250;
/** Requests of one look are closer together, looks are further apart. */
const SILENCE_MS = 1000;

const WRITE = /^(POST|PUT|PATCH|DELETE) .*\/configmaps/;

const writesIn = (patterns: Readonly<Record<string, { requests: number }>>) =>
  Object.entries(patterns)
    .filter(([pattern]) => WRITE.test(pattern))
    .reduce((sum, [, { requests }]) => sum + requests, 0);

/** Tells bursts of requests apart. */
class Bursts {
  readonly sizes: number[] = [];
  private total = 0;
  private open = 0;
  private since = 0;

  see(requests: number, now: number): void {
    if (requests > this.total) {
      this.open += requests - this.total;
      this.total = requests;
      this.since = now;
    } else if (this.open > 0 && now - this.since > SILENCE_MS) {
      this.sizes.push(this.open);
      this.open = 0;
    }
  }
}

/** What a look sees between two renewals of the claim, with how many there had been: a renewal in between would count on one side only. */
async function betweenRenewals<T>(world: World, look: () => Promise<T>) {
  for (;;) {
    const renewals = await world.renewals();
    const seen = await look();
    if ((await world.renewals()) === renewals) {
      return { renewals, seen };
    }
  }
}

/** Counts what goes over each link while nothing changes. */
export async function measureQuiet({
  world,
  backstage,
  link,
  minutes,
}: {
  world: World;
  backstage: BackstageProcess;
  /** Between the provider and the location service. */
  link: CountingProxy;
  minutes: number;
}): Promise<Quiet> {
  const begin = await betweenRenewals(world, () => world.reset());
  link.reset();
  const before = backstage.mutations.length;
  const bursts = new Bursts();
  const started = Date.now();
  while (Date.now() - started < minutes * 60_000) {
    const { registry } = await world.counts();
    bursts.see(registry.requests, Date.now());
    await sleep(LOOK_MS);
  }
  const end = await betweenRenewals(world, () => world.counts());
  const leaseWrites = end.renewals - begin.renewals;
  return {
    minutes,
    providerRequestsPerMinute: link.counts.requests / minutes,
    registryRequestsPerCheck: percentile(bursts.sizes, 0.5),
    mutationsPerMinute: (backstage.mutations.length - before) / minutes,
    storeWritesPerMinute:
      (writesIn(end.seen.kubernetes.patterns) - leaseWrites) / minutes,
    leaseWritesPerMinute: leaseWrites / minutes,
  };
}
