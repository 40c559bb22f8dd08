import type { LocationState } from './gate';
import { createHistory, type Difference } from './history';
import type { LocationView } from './records';

export type WholeState = {
  /** The state as it is, with the last view that was whole while a write is under way. */
  get(): LocationState;
  /** What changed from `revision` to the view of {@link get}; `undefined` when that is not remembered. */
  since(revision: string): Difference | undefined;
};

/** Follows a state from view to view. */
export function createWholeState(read: () => LocationState): WholeState {
  const history = createHistory();
  let whole: LocationView | undefined;
  return {
    get: () => {
      const state = read();
      const { view, sources, removed = [] } = state;
      if (view && !view.unfinished && view !== whole) {
        whole = view;
        history.note(whole, { removed, sources });
      }
      return { ...state, view: whole ?? view };
    },
    since: revision => history.since(revision),
  };
}
