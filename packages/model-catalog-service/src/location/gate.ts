import type { SourceStatus } from '@model-catalog/common';
import type { LocationView } from './records';

/** What the location service needs to know of the pipeline, or of a store that another process fills. */
export type LocationState = {
  /** Absent until the store has been read. */
  view?: LocationView;
  sources: readonly SourceStatus[];
  /** Keys of the records that were removed by decision, the newest at the end. */
  removed?: readonly string[];
  /** Why the store cannot be read or written now. */
  storeError?: string;
};

/**
 * The state of a process that only reads the store: what the writer said of
 * the sources stands. One that has said nothing (of a release before) named at
 * least the sources that were complete once; `since` is when they were read.
 */
export function stateOfReader<T extends LocationView>(view: T, since: string) {
  const { status, completedSources } = view;
  const sources: readonly SourceStatus[] =
    status?.sources ??
    completedSources.map(id => ({ id, state: 'complete', since }));
  return { view, sources, removed: status?.removed ?? [] };
}

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
  if (view.unfinished) {
    return 'The store holds a write that did not end; its writer repairs it';
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
  // None, where no writer has said more, means that all of them failed when
  // the store was filled.
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
