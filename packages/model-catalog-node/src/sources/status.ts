import type { SourceState, SourceStatus } from '@model-catalog/common';

/** Keeps the status of one source; times are taken from `now`. */
export type StatusTracker = {
  /**
   * Takes the newest outcome; `since` moves only when the state does.
   * `completeAt` (milliseconds) is when a complete view was last confirmed, if
   * not just now.
   */
  set(state: SourceState, message?: string, completeAt?: number): void;
  /** `undefined` before the first attempt has ended. */
  status(): SourceStatus | undefined;
};

/** @param now - milliseconds since the epoch */
export function trackStatus(id: string, now: () => number): StatusTracker {
  let current: SourceStatus | undefined;
  return {
    set(state, message, completeAt) {
      const at = new Date(now()).toISOString();
      const confirmed =
        completeAt === undefined ? at : new Date(completeAt).toISOString();
      current = {
        id,
        state,
        since: current?.state === state ? current.since : at,
        lastCompleteAt:
          state === 'complete' ? confirmed : current?.lastCompleteAt,
        message,
      };
    },
    status: () => current,
  };
}
