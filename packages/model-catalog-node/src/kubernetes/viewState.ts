import { isHttpError } from '../http';

/**
 * How much a view of a collection may be believed.
 *
 * | listed before, in this life or (`wasComplete`) an earlier one | last contact | state |
 * |---|---|---|
 * | - | none yet | pending |
 * | - | confirmed: list, open watch, event or bookmark | fresh |
 * | in this life | lost for less than the tolerance | stale |
 * | in this life | lost for longer, whatever the error | failed |
 * | in an earlier life only | any error | failed |
 * | never | 403 or 404 | unavailable |
 * | never | any other error | failed |
 *
 * `stale` counts as good: restarts of an API server and cut connections take
 * seconds, and the view goes on where it stopped.
 */
export type ViewState = {
  state: 'pending' | 'fresh' | 'stale' | 'failed' | 'unavailable';
  /** When the view was last known to be true, milliseconds since the epoch. */
  confirmedAt?: number;
  /** The newest failure since then. */
  error?: unknown;
};

export type View = {
  confirmed(): void;
  failed(error: unknown): void;
  current(): ViewState;
};

export function createView(options: {
  now: () => number;
  toleranceMs: number;
  wasComplete: boolean;
}): View {
  const { now, toleranceMs, wasComplete } = options;
  let confirmedAt: number | undefined;
  let lost: { since: number; error: unknown } | undefined;

  const state = (): ViewState['state'] => {
    if (!lost) {
      return confirmedAt === undefined ? 'pending' : 'fresh';
    }
    if (confirmedAt !== undefined) {
      return now() - lost.since < toleranceMs ? 'stale' : 'failed';
    }
    const isRefused =
      isHttpError(lost.error, 403) || isHttpError(lost.error, 404);
    return isRefused && !wasComplete ? 'unavailable' : 'failed';
  };

  return {
    confirmed: () => {
      confirmedAt = now();
      lost = undefined;
    },
    failed: error => {
      lost = { since: lost?.since ?? now(), error };
    },
    current: () => ({ state: state(), confirmedAt, error: lost?.error }),
  };
}
