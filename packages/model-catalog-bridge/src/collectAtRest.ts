import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const LOOK_MS = 10_000;

/** Shares of the time in which the process worked. */
const BUSY = 0.05;
const IDLE = 0.02;

/**
 * When to collect, asked for each stretch of time with the share of it in
 * which the process worked.
 *
 * | it worked | since it was busy | collect |
 * |---|---|---|
 * | much | any | no: it is busy |
 * | some | any | no |
 * | hardly | not collected | yes |
 * | hardly | collected | no |
 */
export function createRestWatch(): (utilization: number) => boolean {
  let wasBusy = true;
  return utilization => {
    const isDue = wasBusy && utilization < IDLE;
    wasBusy = utilization > BUSY || (wasBusy && !isDue);
    return isDue;
  };
}

/** Twice, as the first one leaves behind the context in which it was called. */
export function collect(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc()');
  runInNewContext('gc()');
  setFlagsFromString('--no-expose-gc');
}

/**
 * Gives memory back when the work of a burst is done, such as that of a first
 * sync. V8 does so by itself only if a collection happened to fall into the
 * end of the burst; else 5 to 15 MB stay with a process that does nothing.
 */
export function collectAtRest(): void {
  const isDue = createRestWatch();
  let before = performance.eventLoopUtilization();
  setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    if (isDue(utilization)) {
      collect();
    }
  }, LOOK_MS).unref();
}
