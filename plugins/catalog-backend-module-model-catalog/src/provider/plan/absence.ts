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

/**
 * Sorts what is absent from an answer.
 *
 * @param present - references that the answer's records have
 * @param isHeld - entities whose record could not be read
 */
export function decideAbsence(options: {
  known: KnownEntities;
  present: { has(ref: string): boolean };
  isHeld: (known: Known) => boolean;
  removable: Removable;
  guard?: Guard;
  /** Whether a removal was decided, one by one: it does not count for the guard. */
  isProved?: Removable;
  /** Whether so large a share (0 to 1) being absent proves anything; absent, it does. */
  mayShrink?: (share: number) => boolean;
}): Absence {
  const { known, present, isHeld, removable, guard, mayShrink } = options;
  const { isProved = () => false } = options;
  const removed: string[] = [];
  const proved: string[] = [];
  const held: string[] = [];
  const absent: string[] = [];
  for (const [ref, entity] of known) {
    if (isHeld(entity)) {
      held.push(ref);
    } else if (!present.has(ref)) {
      const isDecided = isProved(entity, ref);
      const isGone = isDecided || removable(entity, ref);
      (isDecided ? proved : isGone ? removed : absent).push(ref);
    }
  }
  const missing = proved.length + removed.length + absent.length;
  const isRefused =
    guard !== undefined &&
    removed.length >= guard.atLeast &&
    removed.length * 100 > known.size * guard.maxSharePercent;
  const isWaiting =
    mayShrink?.(known.size === 0 ? 0 : missing / known.size) === false;
  if (isWaiting && !isRefused) {
    const all = [...absent, ...proved, ...removed];
    return {
      removed: [],
      kept: [...held, ...all],
      absent: all,
      refused: 0,
      waiting: missing,
    };
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
