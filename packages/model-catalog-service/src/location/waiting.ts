/** Requests that wait for something new. */
export type Waiting = {
  readonly size: number;
  /** Lets all that wait go on. */
  wake(): void;
  /**
   * Resolves when something is new, `ms` are over or the signal aborts;
   * `undefined`, at once, when too many wait already.
   */
  next(ms: number, signal: AbortSignal): Promise<void> | undefined;
};

export type WaitingOptions = {
  /** Resolves after `ms`, or early and without error when the signal aborts. */
  delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** How many may wait at once. */
  max: number;
};

export function createWaiting({ delay, max }: WaitingOptions): Waiting {
  let size = 0;
  let news = new AbortController();
  return {
    get size() {
      return size;
    },
    wake: () => {
      const old = news;
      news = new AbortController();
      old.abort();
    },
    next: (ms, signal) => {
      if (size >= max) {
        return undefined;
      }
      size += 1;
      return delay(ms, AbortSignal.any([news.signal, signal])).finally(() => {
        size -= 1;
      });
    },
  };
}
