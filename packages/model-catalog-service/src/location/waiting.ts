/** Requests that wait for something new. */
export type Waiting = {
  readonly size: number;
  /** Lets all go on for whom something is new. */
  wake(): void;
  /**
   * Resolves when something is new, `ms` are over or the signal aborts;
   * `undefined`, at once, when too many wait already. `isNews` says whether
   * what is new is so for this one, too: some have it already.
   */
  next(
    ms: number,
    signal: AbortSignal,
    isNews?: () => boolean,
  ): Promise<void> | undefined;
};

export type WaitingOptions = {
  /** Resolves after `ms`, or early and without error when the signal aborts. */
  delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** How many may wait at once. */
  max: number;
};

type Waiter = { isNews: () => boolean; news: AbortController };

export function createWaiting({ delay, max }: WaitingOptions): Waiting {
  const waiters = new Set<Waiter>();
  return {
    get size() {
      return waiters.size;
    },
    wake: () => {
      for (const { isNews, news } of [...waiters]) {
        if (isNews()) {
          news.abort();
        }
      }
    },
    next: (ms, signal, isNews = () => true) => {
      if (waiters.size >= max) {
        return undefined;
      }
      const waiter = { isNews, news: new AbortController() };
      waiters.add(waiter);
      const { news } = waiter;
      return delay(ms, AbortSignal.any([news.signal, signal])).finally(() => {
        waiters.delete(waiter);
      });
    },
  };
}
