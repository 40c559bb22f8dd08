import type { AbsenceRule, SourceObject, SourceResult } from '../sources/types';
import { exceeds, type RemovalPolicy } from './policy';

/** One source in one run: what it says now, and what was known of it before. */
export type HoldInput<T extends SourceObject> = {
  absence: AbsenceRule;
  result: SourceResult<T> | undefined;
  before: readonly T[];
  /** Ids whose removal was refused, by a list that none has followed: they go only by proof. */
  doubted?: ReadonlySet<string>;
  /** Ids whose removal a person has approved. */
  approved?: ReadonlySet<string>;
};

export type HoldReason =
  | 'source-failed'
  | 'not-in-partial-read'
  | 'unreadable'
  | 'missing-without-proof'
  | 'removal-refused';

/** What stands after one run. */
export type HoldOutcome<T extends SourceObject> = {
  /** What is true as far as anybody knows. */
  objects: readonly T[];
  /** Kept although the source does not show it now. */
  held: readonly { id: string; reason: HoldReason }[];
  /** Gone, with proof. */
  removed: readonly string[];
  /** Ids whose removal the guard refused. */
  refused: readonly string[];
};

type Fate = 'keep' | 'proved' | 'absent';

/**
 * What becomes of an object that was known before and is not in the result.
 *
 * | result | in `unreadable`: it is there | in `removed` | otherwise |
 * |---|---|---|---|
 * | none yet, failed | keep | keep | keep |
 * | partial | keep | gone | keep |
 * | complete, absence `listed` | keep | gone | gone, through the guard |
 * | complete, absence `never` | keep | gone | keep: a loss of data at the source |
 * | unavailable | gone, through the guard | same | same |
 */
function fateOf<T extends SourceObject>(
  id: string,
  { absence, result }: HoldInput<T>,
): { fate: Fate; reason: HoldReason } {
  if (!result || result.state === 'failed') {
    return { fate: 'keep', reason: 'source-failed' };
  }
  if (result.state === 'unavailable') {
    return { fate: 'absent', reason: 'removal-refused' };
  }
  if (result.unreadable.has(id)) {
    return { fate: 'keep', reason: 'unreadable' };
  }
  if (result.removed.has(id)) {
    return { fate: 'proved', reason: 'removal-refused' };
  }
  if (result.state === 'partial') {
    return { fate: 'keep', reason: 'not-in-partial-read' };
  }
  return absence === 'listed'
    ? { fate: 'absent', reason: 'removal-refused' }
    : { fate: 'keep', reason: 'missing-without-proof' };
}

/**
 * What was seen and understood as a whole. An object of which a part could not
 * be understood is better known from before, if it was known at all.
 */
function readable<T extends SourceObject>({
  result,
  before,
}: HoldInput<T>): readonly T[] {
  if (!result || !('objects' in result)) {
    return [];
  }
  const { objects, unreadable } = result;
  if (unreadable.size === 0) {
    return objects;
  }
  const known = new Set(before.map(({ id }) => id));
  return objects.filter(({ id }) => !unreadable.has(id) || !known.has(id));
}

/** All of them in one list, which is one that was there before if it can be. */
function joined<T>(
  lists: readonly (readonly T[])[],
  before: readonly T[],
): readonly T[] {
  const filled = lists.filter(({ length }) => length > 0);
  const [only, ...others] = filled;
  const all = only && others.length === 0 ? only : filled.flat();
  const isAsBefore =
    all.length === before.length && all.every((one, at) => one === before[at]);
  return isAsBefore ? before : all;
}

/**
 * Decides what stands of one source. What was seen now replaces what was
 * known; what was not seen stays unless its end is proved, and what is only
 * absent goes unless too much is absent at once.
 */
export function hold<T extends SourceObject>(
  input: HoldInput<T>,
  policy: RemovalPolicy,
): HoldOutcome<T> {
  const { before } = input;
  const seen = readable(input);
  if (seen === before) {
    return { objects: seen, held: [], removed: [], refused: [] };
  }
  const seenIds = new Set(seen.map(({ id }) => id));

  const kept: T[] = [];
  const absent: T[] = [];
  const held: { id: string; reason: HoldReason }[] = [];
  const removed: string[] = [];
  for (const object of before) {
    if (seenIds.has(object.id)) {
      continue;
    }
    const { fate, reason } = fateOf(object.id, input);
    if (fate === 'keep') {
      kept.push(object);
      held.push({ id: object.id, reason });
    } else if (fate === 'proved') {
      removed.push(object.id);
    } else {
      absent.push(object);
    }
  }

  // Where some of many come back, the others must not go for being few now.
  const isApproved = ({ id }: T) => input.approved?.has(id) === true;
  const unapproved = absent.filter(object => !isApproved(object)).length;
  const isTooMuch = exceeds(unapproved, before.length, policy);
  const isRefused = (object: T) =>
    !isApproved(object) &&
    (isTooMuch || input.doubted?.has(object.id) === true);
  const stays = absent.filter(isRefused);
  const refused = stays.map(({ id }) => id);
  const goes = absent.filter(object => !isRefused(object));
  return {
    objects: joined([seen, kept, stays], before),
    held: [
      ...held,
      ...refused.map(id => ({ id, reason: 'removal-refused' as const })),
    ],
    removed: [...removed, ...goes.map(({ id }) => id)],
    refused,
  };
}
