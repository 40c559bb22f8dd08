import type { SourceStatus } from '@model-catalog/common';
import { differenceOf } from '../differenceOf';
import { isSame, type LocationView } from './records';

/** Keys of records by what became of them since a revision. */
export type Difference = {
  changed: ReadonlySet<string>;
  removed: ReadonlySet<string>;
};

/** What is known of the sources at a view. */
export type Decisions = {
  /** Keys that were removed by decision. */
  removed: readonly string[];
  sources: readonly SourceStatus[];
};

export type HistoryLimits = {
  revisions: number;
  /** Of the keys in all steps together. */
  bytes: number;
};

/** A change of very many records is not worth remembering: everything is hardly more. */
const DEFAULT_LIMITS: HistoryLimits = { revisions: 1000, bytes: 1_000_000 };

/** Of a set's slot, beside the key. */
const SLOT_BYTES = 40;

/** What changed from one revision to the next. */
type Step = Difference & { from: string; bytes: number };

export type History = {
  /** Remembers how `view` differs from the one noted before. */
  note(view: LocationView, decisions: Decisions): void;
  /** From `revision` to the view noted last; `undefined` when that is not remembered. */
  since(revision: string): Difference | undefined;
};

/**
 * What changed between the last revisions, made by comparing them.
 *
 * A step in which a record is gone that nobody decided to remove is not
 * remembered, nor is what was before it: who asks gets everything, and guards
 * what it removes by the states of the sources.
 *
 * | gone record | by decision |
 * |---|---|
 * | is in `removed` | yes |
 * | of a source that is complete, or is none any more | yes |
 * | of a source that is partial, failed or unavailable (a store that was lost) | no |
 */
export function createHistory(limits = DEFAULT_LIMITS): History {
  let steps: Step[] = [];
  let bytes = 0;
  let last: LocationView | undefined;

  function remember(step: Step) {
    steps.push(step);
    bytes += step.bytes;
    while (steps.length > limits.revisions || bytes > limits.bytes) {
      bytes -= steps.shift()?.bytes ?? 0;
    }
  }
  return {
    note: (view, decisions) => {
      const before = last;
      last = view;
      if (!before || before.revision === view.revision) {
        return;
      }
      const step = compare(before, view);
      if (isDecided(step, before, decisions)) {
        remember(step);
      } else {
        steps = [];
        bytes = 0;
      }
    },
    since: revision => {
      if (revision === last?.revision) {
        return { changed: new Set(), removed: new Set() };
      }
      // A store may come back to what it was: the newest occurrence is nearest.
      const first = steps.map(({ from }) => from).lastIndexOf(revision);
      return first < 0 || !last
        ? undefined
        : sum(steps.slice(first), last.records);
    },
  };
}

function compare(before: LocationView, after: LocationView): Step {
  const { changed, removed } = differenceOf(
    before.records,
    after.records,
    isSame,
  );
  let bytes = SLOT_BYTES;
  for (const keys of [changed, removed]) {
    for (const key of keys) {
      bytes += key.length + SLOT_BYTES;
    }
  }
  return { from: before.revision, changed, removed, bytes };
}

function isDecided(
  { removed }: Difference,
  before: LocationView,
  decisions: Decisions,
): boolean {
  if (removed.size === 0) {
    return true;
  }
  const decided = new Set(decisions.removed);
  const doubtful = new Set(
    decisions.sources
      .filter(({ state }) => state !== 'complete')
      .map(({ id }) => id),
  );
  for (const key of removed) {
    const source = before.records.get(key)?.record.source;
    if (!decided.has(key) && (source === undefined || doubtful.has(source))) {
      return false;
    }
  }
  return true;
}

function sum(
  steps: readonly Difference[],
  records: LocationView['records'],
): Difference {
  const changed = new Set<string>();
  const removed = new Set<string>();
  for (const step of steps) {
    for (const keys of [step.changed, step.removed]) {
      for (const key of keys) {
        (records.has(key) ? changed : removed).add(key);
      }
    }
  }
  return { changed, removed };
}
