export type BackoffSettings = {
  /** First wait, milliseconds, before jitter. */
  minMs: number;
  maxMs: number;
  /** Without a failure for this long, the next wait is the first one again. */
  resetAfterMs: number;
};

export type Backoff = {
  /** How long to wait after one more failure: doubled each time, half of it jitter. */
  next(): number;
  reset(): void;
};

/** Growing waits between attempts, with jitter so that replicas do not come back in step. */
export function createBackoff(
  settings: BackoffSettings,
  { now, random }: { now: () => number; random: () => number },
): Backoff {
  let failures = 0;
  let quietSince = now();
  return {
    next: () => {
      if (now() - quietSince >= settings.resetAfterMs) {
        failures = 0;
      }
      const full = Math.min(settings.maxMs, settings.minMs * 2 ** failures);
      const wait = full * (0.5 + random() / 2);
      failures += 1;
      quietSince = now() + wait;
      return wait;
    },
    reset: () => {
      failures = 0;
    },
  };
}
