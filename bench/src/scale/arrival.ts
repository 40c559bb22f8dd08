import { setTimeout as sleep } from 'node:timers/promises';
import type { BackstageProcess } from './backstageProcess';
import type { Arrival } from './types';

/** The API counts in the same database that the host works on: not more often than is needed. */
const LOOK_MS = 500;
const TELL_MS = 15_000;

export type Expected = {
  /** Entities that the provider has to send. */
  entities: number;
  /** How long it is waited for, from the beginning. */
  patienceMs: number;
  onProgress: (text: string) => void;
  /** Called once when everything is committed. */
  onCommitted?: () => void;
  /** Do not wait until all is visible. */
  isCommittedEnough?: boolean;
};

const sent = ({ mutations }: BackstageProcess) =>
  mutations.reduce((sum, { added }) => sum + added, 0);

/** Waits until its provider has been connected, as long as it may take a busy machine. */
export async function untilConnected(
  backstage: BackstageProcess,
): Promise<number> {
  const started = Date.now();
  for (;;) {
    const at = backstage.connectedAt();
    if (at !== undefined) {
      return at;
    }
    if (Date.now() - started > 120_000) {
      throw new Error('Backstage did not connect its provider');
    }
    await sleep(50);
  }
}

type Wait = { until: number; onWait: () => void };

/** Looks again and again; `undefined` when it was in vain. */
async function look<T>(
  { until, onWait }: Wait,
  check: () => Promise<T | undefined>,
): Promise<T | undefined> {
  let told = Date.now();
  while (Date.now() < until) {
    const found = await check();
    if (found !== undefined) {
      return found;
    }
    if (Date.now() - told > TELL_MS) {
      told = Date.now();
      onWait();
    }
    await sleep(LOOK_MS);
  }
  return undefined;
}

/** Waits until the provider has sent everything and the API counts it; times are from `from` on. */
export async function arrival(
  backstage: BackstageProcess,
  from: number,
  expected: Expected,
): Promise<Arrival> {
  const { entities, patienceMs, onProgress } = expected;
  let counted = 0;
  const onWait = () =>
    onProgress(`${sent(backstage)} sent, ${counted} visible of ${entities}`);
  const wait = { until: from + patienceMs, onWait };
  const secondsTo = (at = from + patienceMs) => (at - from) / 1000;

  const committedAt = await look(wait, async () => {
    // Throws when Backstage has ended.
    backstage.connectedAt();
    return sent(backstage) >= entities
      ? backstage.mutations.at(-1)?.at
      : undefined;
  });
  expected.onCommitted?.();
  if (committedAt) {
    onProgress(`committed after ${secondsTo(committedAt).toFixed(1)} s`);
  }
  const mustShow = committedAt && !expected.isCommittedEnough;
  const visibleAt =
    mustShow &&
    (await look(wait, async () => {
      backstage.connectedAt();
      counted = await backstage.count().catch(() => counted);
      return counted >= entities ? Date.now() : undefined;
    }));
  onProgress(
    visibleAt
      ? `visible after ${secondsTo(visibleAt).toFixed(1)} s`
      : `${sent(
          backstage,
        )} of ${entities} sent, ${counted} seen; no longer waited for`,
  );
  return {
    firstMutationSeconds: secondsTo(backstage.mutations[0]?.at),
    committedSeconds: secondsTo(committedAt),
    visibleSeconds: secondsTo(visibleAt || undefined),
    lowerBounds: [
      ...(backstage.mutations.length > 0 ? [] : ['firstMutationSeconds']),
      ...(committedAt ? [] : ['committedSeconds']),
      ...(visibleAt ? [] : ['visibleSeconds']),
    ],
  };
}
