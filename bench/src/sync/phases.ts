import { setTimeout as sleep } from 'node:timers/promises';
import type { BridgeProcess } from './bridgeProcess';
import { countIn, type Reader } from './reader';
import type { Target } from './target';
import type { Phase } from './types';

/** A bridge at work on a world. */
export type Run = {
  target: Target;
  bridge: BridgeProcess;
  reader: Reader;
};

const DEADLINE_MS = 15 * 60_000;
/** Looks are further apart than this, the requests of one look are not. */
const SILENCE_MS = 1000;
const MINUTE_MS = 60_000;

async function until(
  { bridge }: Run,
  what: string,
  isDone: () => Promise<boolean>,
): Promise<number> {
  const started = performance.now();
  while (!(await isDone())) {
    if (bridge.ended() !== undefined) {
      throw new Error(`The bridge ended while waiting for ${what}`);
    }
    if (performance.now() - started > DEADLINE_MS) {
      throw new Error(`Gave up waiting for ${what}`);
    }
    await sleep(20);
  }
  return (performance.now() - started) / 1000;
}

/** Waits until no request has come for a while; less than the pause between two looks. */
async function silence(run: Run): Promise<void> {
  let seen = run.target.meter.requests();
  let since = performance.now();
  await until(run, 'silence', async () => {
    const requests = run.target.meter.requests();
    if (requests !== seen) {
      seen = requests;
      since = performance.now();
    }
    return performance.now() - since >= SILENCE_MS;
  });
}

/** Counts and times what `work` makes the bridge do; `work` gives the seconds that count. */
async function measured(run: Run, work: () => Promise<number>): Promise<Phase> {
  const { target, bridge } = run;
  target.meter.reset();
  const before = await bridge.cpuSeconds();
  const seconds = await work();
  await silence(run);
  const cpuSeconds = (await bridge.cpuSeconds()) - before;
  return { ...target.meter.read(seconds), cpuSeconds };
}

/** From the start of the bridge until everything is served and read once. */
export function firstSync(run: Run, expected: number): Promise<Phase> {
  return measured(run, async () => {
    const seconds = await until(
      run,
      'the first sync',
      async () => (await run.reader.count()) >= expected,
    );
    const snapshot = await run.reader.news();
    if (snapshot === undefined || countIn(snapshot) < expected) {
      throw new Error('The location service serves less than is stored');
    }
    return seconds;
  });
}

/** The requests of one look: from silence to silence. */
async function nextLook(run: Run, isOver: () => boolean): Promise<number> {
  const { meter } = run.target;
  const before = meter.requests();
  await until(
    run,
    'the next look',
    async () => meter.requests() > before || isOver(),
  );
  await silence(run);
  return meter.requests() - before;
}

/** A minute of nothing, and the most requests that came together in it. */
export async function quietMinute(
  run: Run,
): Promise<{ phase: Phase; most: number }> {
  await silence(run);
  let most = 0;
  const phase = await measured(run, async () => {
    const started = performance.now();
    const isOver = () => performance.now() - started >= MINUTE_MS;
    while (!isOver()) {
      most = Math.max(most, await nextLook(run, isOver));
    }
    return (performance.now() - started) / 1000;
  });
  return { phase, most };
}

/** From a change in the registry until a reader has it. */
export async function changedVersion(run: Run): Promise<Phase> {
  const { target, reader } = run;
  await silence(run);
  // What the last look brought has been read: only the change is news.
  await reader.news();
  return measured(run, async () => {
    const text = await target.changeOneVersion();
    // The request that made the change is not the bridge's.
    target.meter.reset();
    return until(
      run,
      'the change',
      async () => (await reader.news())?.includes(text) ?? false,
    );
  });
}
