import { atOnce, type Rest, type Steps, withRests } from '../steps';
import { asOfNow } from './asOfNow';
import { allSources, type PlannedRun } from './planRun';
import type { PipelineSources } from './types';

/** A plan, and the sources as it saw them. */
export type Rested = { planned: PlannedRun; sources: PipelineSources };

/** Whether a source says something else than it said then. */
function hasMoved(now: PipelineSources, then: PipelineSources): boolean {
  const [a, b] = [allSources(now), allSources(then)];
  return (
    a.length !== b.length ||
    a.some((source, at) => source.current() !== b[at]?.current())
  );
}

/**
 * Plans a run of what the sources say now, and rests on the way, so that nobody
 * else in the process has to wait for long: claims are renewed, probes and
 * readers are answered. Ten thousand new definitions take most of a minute.
 *
 * | a long text was looked for in vain | a source says something else by now | planned |
 * |---|---|---|
 * | no | any | once |
 * | yes | no | once |
 * | yes | yes | again and in one go, of what they say now: the text may have left on the way |
 *
 * `undefined` when the signal aborted on the way.
 */
export async function planResting(
  live: PipelineSources,
  plan: (sources: PipelineSources) => Steps<PlannedRun>,
  { rest, signal }: { rest: Rest | undefined; signal: AbortSignal },
): Promise<Rested | undefined> {
  const sources = asOfNow(live);
  if (!rest) {
    return { planned: atOnce(plan(sources)), sources };
  }
  const planned = await withRests(plan(sources), rest, signal);
  if (planned && planned.soughtInVain.size > 0 && hasMoved(live, sources)) {
    const latest = asOfNow(live);
    return { planned: atOnce(plan(latest)), sources: latest };
  }
  return planned && { planned, sources };
}
