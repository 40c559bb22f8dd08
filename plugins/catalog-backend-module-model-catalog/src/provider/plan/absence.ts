import type { SourceStatus } from '@model-catalog/common';
import type { Known, KnownEntities } from '../books/types';

/** Says whether an entity that is not in the answer may be removed. */
export type Removable = (known: Known, ref: string) => boolean;

/** What may be removed at once. */
export type Guard = { maxSharePercent: number; atLeast: number };

/** What becomes of the entities that are not in the answer. */
export type Absence = {
  removed: string[];
  /** They stay, and relations to them stay. */
  kept: string[];
  /** The part of `kept` that the answer does not have, though it could be read. */
  absent: string[];
  /** How many removals the guard refused; 0 when it let all pass. */
  refused: number;
  /** How many removals wait because so much is absent at once. */
  waiting: number;
};

/**
 * Absence from a snapshot proves something only where the source was read.
 *
 * | source of the entity | it may be removed |
 * |---|---|
 * | complete | yes |
 * | partial, or failed | no |
 * | unavailable | no: it was read once, or the entity would not be; whoever lost its store and is refused now does not know |
 * | not told by the snapshot, or not known (entities of an earlier connector) | when no source is partial or failed, and one is complete |
 */
export function removableBySources(
  sources: readonly SourceStatus[],
): Removable {
  const states = new Map(sources.map(({ id, state }) => [id, state]));
  const all = [...states.values()];
  const everythingRead =
    all.includes('complete') &&
    !all.includes('partial') &&
    !all.includes('failed');
  return ({ source }) => {
    const state = source === undefined ? undefined : states.get(source);
    if (state === undefined) {
      return everythingRead;
    }
    return state === 'complete';
  };
}

type AbsenceOptions = {
  known: KnownEntities;
  /** References that the answer's records have. */
  present: { has(ref: string): boolean };
  /** Entities whose record could not be read. */
  isHeld: (known: Known) => boolean;
  removable: Removable;
  guard?: Guard;
  /** Whether a removal was decided, one by one: it does not count for the guard. */
  isProved?: Removable;
  /** Whether so large a share (0 to 1) being absent proves anything; absent, it does. */
  mayShrink?: (share: number) => boolean;
};

function sortAbsent({
  known,
  present,
  isHeld,
  removable,
  isProved = () => false,
}: AbsenceOptions) {
  const found = {
    held: new Array<string>(),
    proved: new Array<string>(),
    removed: new Array<string>(),
    absent: new Array<string>(),
  };
  const kindOf = (entity: Known, ref: string) => {
    if (isProved(entity, ref)) {
      return 'proved';
    }
    return removable(entity, ref) ? 'removed' : 'absent';
  };
  for (const [ref, entity] of known) {
    if (isHeld(entity)) {
      found.held.push(ref);
    } else if (!present.has(ref)) {
      found[kindOf(entity, ref)].push(ref);
    }
  }
  return found;
}

/** Sorts what is absent from an answer. */
export function decideAbsence(options: AbsenceOptions): Absence {
  const { known, guard, mayShrink } = options;
  const { held, proved, removed, absent } = sortAbsent(options);
  const missing = proved.length + removed.length + absent.length;
  const isRefused =
    guard !== undefined &&
    removed.length >= guard.atLeast &&
    removed.length * 100 > known.size * guard.maxSharePercent;
  const isWaiting =
    mayShrink?.(known.size === 0 ? 0 : missing / known.size) === false;
  if (isWaiting && !isRefused) {
    const stays = [...absent, ...proved, ...removed];
    const kept = [...held, ...stays];
    return { removed: [], kept, absent: stays, refused: 0, waiting: missing };
  }
  const stays = isRefused ? [...absent, ...removed] : absent;
  return {
    removed: isRefused ? proved : [...proved, ...removed],
    kept: [...held, ...stays],
    absent: stays,
    refused: isRefused ? removed.length : 0,
    waiting: 0,
  };
}
