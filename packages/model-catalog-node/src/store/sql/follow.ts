type Options = {
  signal: AbortSignal;
  onChange: () => void;
  delay: (ms: number, signal?: AbortSignal) => Promise<void>;
  pollMs: number;
  /** What the database is at, in one cheap question. */
  ask: () => Promise<string>;
  /** What this instance has read or written last. */
  known: () => string | undefined;
};

const MAX_WAIT_MS = 10_000;

/**
 * Asks from time to time what the database is at. While it cannot ask, it
 * calls for a read at each try: that one says what is wrong, and heals it.
 */
export async function follow(options: Options): Promise<void> {
  const { signal, onChange, delay, pollMs, ask, known } = options;
  let failures = 0;
  let told: string | undefined;
  while (!signal.aborted) {
    await delay(Math.min(pollMs * 2 ** failures, MAX_WAIT_MS), signal);
    if (signal.aborted) {
      return;
    }
    try {
      const at = await ask();
      failures = 0;
      if (at !== known() && at !== told) {
        told = at;
        onChange();
      }
    } catch {
      failures += 1;
      told = undefined;
      onChange();
    }
  }
}
