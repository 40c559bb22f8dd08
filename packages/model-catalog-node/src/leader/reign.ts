import type { SourceEvent } from '../sources/types';
import { StoreFenced } from '../store/types';

/** The work of a leader while it goes on. */
export type Reign = {
  /** Waits for the work, but not for ever where the election has ended. */
  stop(): Promise<void>;
  /** Aborts when the work has ended, or the election. */
  ending: AbortSignal;
  isOver(): boolean;
  /** What it failed with; having been fenced is no failure. */
  failure(): unknown;
};

export type ReignOptions = {
  /**
   * Runs until the signal aborts, and writes under this epoch. Ends with
   * `StoreFenced` when another has taken over.
   */
  lead: (epoch: number, signal: AbortSignal) => Promise<void>;
  log?: (event: SourceEvent) => void;
  /** Resolves early, without error, when the signal aborts. */
  delay: (ms: number, signal: AbortSignal) => Promise<void>;
};

/**
 * How long work may take to end once the election has, milliseconds: a write
 * that is under way is better ended than begun anew by the next leader. One
 * that takes longer is left as by a crash, of which nothing is ever lost.
 * Kubernetes gives a pod 30 s.
 */
export const FINISH_MS = 10_000;

/** Ends so long after the signal has aborted, or with `over`. */
async function patience(
  { delay }: Pick<ReignOptions, 'delay'>,
  signal: AbortSignal,
  over: AbortSignal,
): Promise<void> {
  await new Promise<void>(resolve => {
    signal.addEventListener('abort', () => resolve(), { signal: over });
    over.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) {
      resolve();
    }
  });
  await delay(FINISH_MS, over);
}

/** Begins the work; `signal` is that of the election. */
export function reign(
  epoch: number,
  { lead, log, delay }: ReignOptions,
  signal: AbortSignal,
): Reign {
  const life = new AbortController();
  const over = new AbortController();
  let failure: unknown;
  const work = lead(epoch, life.signal)
    .catch(error => {
      if (error instanceof StoreFenced) {
        log?.({
          source: 'leader',
          level: 'info',
          message: 'Another process has taken over; standing by',
          details: { reason: error.message },
        });
      } else {
        failure = error;
      }
    })
    .finally(() => over.abort());
  return {
    ending: AbortSignal.any([signal, over.signal]),
    isOver: () => over.signal.aborted,
    failure: () => failure,
    stop: async () => {
      life.abort();
      const ended = new AbortController();
      await Promise.race([work, patience({ delay }, signal, ended.signal)]);
      ended.abort();
    },
  };
}
