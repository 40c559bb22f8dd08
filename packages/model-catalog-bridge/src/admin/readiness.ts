import type { PipelineState } from '@model-catalog/node';

/** What `/readyz` answers. */
export type Readiness = {
  status: 200 | 503;
  body: {
    status: 'ok' | 'degraded' | 'starting' | 'unavailable';
    reasons: readonly string[];
    sources: PipelineState['sources'];
  };
};

function reasonsOf({ sources, lastRun, storeError }: PipelineState): string[] {
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

/**
 * Whether the bridge may serve. A source that is down must not take the whole
 * pod out of its Service, so it only degrades.
 *
 * | store was read | first run done | all sources fine, store writable | answer |
 * |---|---|---|---|
 * | no | - | - | 503, `unavailable` when it failed, else `starting` |
 * | yes | no | - | 503 `starting` |
 * | yes | yes | no | 200 `degraded`, with the reasons |
 * | yes | yes | yes | 200 `ok` |
 */
export function readinessOf(state: PipelineState): Readiness {
  const reasons = reasonsOf(state);
  const { sources, view, firstRunDone, storeError } = state;
  if (!view) {
    const status = storeError === undefined ? 'starting' : 'unavailable';
    return { status: 503, body: { status, reasons, sources } };
  }
  if (!firstRunDone) {
    return { status: 503, body: { status: 'starting', reasons, sources } };
  }
  const status = reasons.length === 0 ? 'ok' : 'degraded';
  return { status: 200, body: { status, reasons, sources } };
}
