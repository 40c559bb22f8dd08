import type { SourceContext } from './types';

/** A pause between two reads that an event can cut short. */
export type WakeableDelay = {
  /** Ends the current pause, or the next one if none is running. */
  wake(): void;
  /**
   * Waits `ms`, but not less than `atLeastMs` even when woken: a burst of
   * events must not become a burst of reads.
   */
  wait(
    pause: { ms: number; atLeastMs: number },
    signal: AbortSignal,
  ): Promise<void>;
};

/** Makes a {@link WakeableDelay} of a plain delay. */
export function createWakeableDelay(
  delay: SourceContext['delay'],
): WakeableDelay {
  let woken = false;
  let stop: (() => void) | undefined;
  return {
    wake() {
      woken = true;
      stop?.();
    },
    async wait({ ms, atLeastMs }, signal) {
      const fixed = Math.min(ms, atLeastMs);
      if (fixed > 0) {
        await delay(fixed, signal);
      }
      if (!woken && !signal.aborted && ms > fixed) {
        const pause = new AbortController();
        stop = () => pause.abort();
        signal.addEventListener('abort', stop, { once: true });
        await delay(ms - fixed, pause.signal);
        signal.removeEventListener('abort', stop);
        stop = undefined;
      }
      woken = false;
    },
  };
}
