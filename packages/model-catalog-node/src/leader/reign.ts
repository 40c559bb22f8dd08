import type { SourceEvent } from '../sources/types';
import { StoreFenced } from '../store/types';

/** The work of a leader while it goes on. */
export type Reign = {
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
};

/** Begins the work; `signal` is that of the election. */
export function reign(
  epoch: number,
  { lead, log }: ReignOptions,
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
      await work;
    },
  };
}
