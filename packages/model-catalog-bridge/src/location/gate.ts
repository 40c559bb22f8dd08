import type { PipelineState } from '@model-catalog/node';

/** What the location service needs to know of the pipeline, or of a store that another process fills. */
export type LocationState = Pick<
  PipelineState,
  'view' | 'sources' | 'storeError'
> &
  Partial<Pick<PipelineState, 'removed'>>;

/**
 * Why nothing may be answered yet. An empty answer would make a reader remove
 * everything; a refusal makes it keep what it has.
 */
export function notYet({
  view,
  storeError,
}: LocationState): string | undefined {
  if (!view) {
    return storeError === undefined
      ? 'The store has not been read yet'
      : `The store cannot be read: ${storeError}`;
  }
  return view.synced ? undefined : 'The first sync is not complete yet';
}

/**
 * Why readers that know nothing of source states (plugin 0.9 and older) may
 * not be answered: with a source that has failed from the start, they would
 * take its models for removed.
 */
export function notYetForOldReaders(state: LocationState): string | undefined {
  const reason = notYet(state);
  if (reason !== undefined) {
    return reason;
  }
  // A process that only reads the store knows the sources that were complete
  // once: none means that all of them failed when the store was filled.
  if (state.sources.length === 0) {
    return 'No source has been read yet';
  }
  const completed = new Set(state.view?.completedSources);
  const missing = state.sources.filter(
    ({ id, state: current }) => current === 'failed' && !completed.has(id),
  );
  return missing.length === 0
    ? undefined
    : `Never read yet: ${missing.map(({ id }) => id).join(', ')}`;
}
