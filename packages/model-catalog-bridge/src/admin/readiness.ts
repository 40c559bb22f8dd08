import type { ElectionState, PipelineState } from '@model-catalog/node';

/** What probes and metrics tell of a role. */
export type AdminState = Omit<PipelineState, 'view'> & {
  view?: { revision: string; records: { readonly size: number } };
  /** Of roles of which only one at a time may write. */
  leader?: ElectionState;
};

/** What `/readyz` answers. */
export type Readiness = {
  status: 200 | 503;
  body: {
    status: 'ok' | 'degraded' | 'starting' | 'unavailable';
    reasons: readonly string[];
    sources: AdminState['sources'];
    /** Of the records, once they have been read. */
    revision?: string;
    /** Whether this process writes, where one of several does. */
    role?: 'leader' | 'standby';
    /** Who writes, where it is another one. */
    holder?: string;
  };
};

function reasonsOf({ sources, lastRun, storeError }: AdminState): string[] {
  const failing = sources.filter(
    ({ state }) => state === 'failed' || state === 'partial',
  );
  const refused = Object.entries(lastRun?.refused ?? {});
  return [
    ...(storeError === undefined ? [] : [`store: ${storeError}`]),
    ...failing.map(
      ({ id, state, since, message }) =>
        `${id}: ${state} since ${since}${message ? `: ${message}` : ''}`,
    ),
    ...refused.map(
      ([id, ids]) => `${id}: the removal of ${ids.length} objects was refused`,
    ),
  ];
}

/** A standby that only asks has nothing to read. */
function isWaiting({ leader, view, firstRunDone }: AdminState): boolean {
  return leader?.isLeader === false && view === undefined && firstRunDone;
}

function statusOf(
  state: AdminState,
  reasons: readonly string[],
): Readiness['body']['status'] {
  const { view, firstRunDone, storeError } = state;
  if (!view && !isWaiting(state)) {
    return storeError === undefined ? 'starting' : 'unavailable';
  }
  if (!view && storeError !== undefined) {
    return 'unavailable';
  }
  if (!firstRunDone) {
    return 'starting';
  }
  return reasons.length === 0 ? 'ok' : 'degraded';
}

/**
 * Whether the bridge may serve. A source that is down must not take the whole
 * pod out of its Service, so it only degrades.
 *
 * | store was read | first run done | all sources fine, store writable | answer |
 * |---|---|---|---|
 * | no | - | - | 503, `unavailable` when it failed, else `starting` |
 * | not needed: a normalizer that stands by | - | store answers | 200 `ok`, else 503 `unavailable` |
 * | yes | no | - | 503 `starting` |
 * | yes | yes | no | 200 `degraded`, with the reasons |
 * | yes | yes | yes | 200 `ok` |
 */
export function readinessOf(state: AdminState): Readiness {
  const reasons = reasonsOf(state);
  const { sources, view, leader } = state;
  const status = statusOf(state, reasons);
  return {
    status: status === 'ok' || status === 'degraded' ? 200 : 503,
    body: {
      status,
      reasons,
      sources,
      ...(view && { revision: view.revision }),
      ...(leader && { role: leader.isLeader ? 'leader' : 'standby' }),
      ...(leader?.holder !== undefined && { holder: leader.holder }),
    },
  };
}
