import { assertUntorn } from './assertUntorn';
import type { RegistryClient } from './client';
import { afterRead, afterSweep, type Attention, listDue } from './attention';
import { LISTS, type ListName } from './lists';
import { movementOf, type Markers } from './markers';
import { readChanges } from './readChanges';
import { readWhole } from './readWhole';
import { damagedLists, type RegistryView } from './view';

/** Times are milliseconds. */
export type ReaderOptions = {
  now: () => number;
  pollIntervalMs: number;
  fullSweepMs: number;
  overlapMs: number;
};

/** What is known of a registry, and what has to be looked at next. */
type State = {
  view: RegistryView;
  markers: Markers;
  attention: Attention;
  damaged: ReadonlySet<ListName>;
  sweptAt: number;
};

/** Keeps the view of one registry true, with as few reads as it takes. */
export type RegistryReader = {
  /** Whether the next read is one of all lists. */
  isSweepDue(): boolean;
  /** Reads what the newest rows call for. */
  read(
    client: RegistryClient,
    markers: Markers,
    signal: AbortSignal,
  ): Promise<{ view: RegistryView; changed: boolean; isLarge: boolean }>;
};

/**
 * | when | read |
 * |---|---|
 * | first, and when older data was put in place | everything, the artifacts of each version too |
 * | a newest row has moved | that list, from the last change on |
 * | some time after that | that list once more (see `listDue`), one per look |
 * | each `fullSweepMs` | all lists whole, but no version's artifacts |
 */
export function createRegistryReader(options: ReaderOptions): RegistryReader {
  const { now, pollIntervalMs, fullSweepMs, overlapMs } = options;
  let state: State | undefined;

  const isSweepDue = () => !state || now() - state.sweptAt >= fullSweepMs;

  const readAnew: RegistryReader['read'] = async (client, markers, signal) => {
    const before = state?.view;
    const view = await readWhole(client, { before, markers }, signal);
    await assertUntorn(
      client,
      { markers, before: undefined, now: view },
      signal,
    );
    const at = now();
    const damaged = damagedLists(view);
    const attention = afterSweep(at);
    state = { view, markers, attention, damaged, sweptAt: at };
    return { view, changed: true, isLarge: true };
  };

  const planOf = (before: State, moved: readonly ListName[]) => {
    const timing = { now: now(), pollIntervalMs, overlapMs };
    const due = listDue(before.attention, before.damaged, timing);
    const some = due === undefined ? moved : [...new Set([...moved, due])];
    return isSweepDue()
      ? { lists: LISTS, whole: new Set(LISTS) }
      : { lists: some, whole: before.damaged };
  };

  return {
    isSweepDue,
    async read(client, markers, signal) {
      const before = state;
      const movement = before && movementOf(before.markers, markers);
      if (!before || movement?.kind === 'replaced') {
        return readAnew(client, markers, signal);
      }
      const moved = movement?.kind === 'changed' ? movement.lists : [];
      const isSweep = isSweepDue();
      const { lists, whole } = planOf(before, moved);
      const { view } = before;
      if (lists.length === 0) {
        return { view, changed: false, isLarge: false };
      }
      const since = before.markers;
      const request = { view, lists, whole, since, overlapMs };
      const { now: next, changed } = await readChanges(client, request, signal);
      await assertUntorn(client, { markers, before: view, now: next }, signal);
      const at = now();
      state = {
        view: next,
        markers,
        attention: isSweep
          ? afterSweep(at)
          : afterRead(before.attention, { lists, moved }, at),
        damaged: changed ? damagedLists(next) : before.damaged,
        sweptAt: isSweep ? at : before.sweptAt,
      };
      return { view: next, changed, isLarge: isSweep };
    },
  };
}
