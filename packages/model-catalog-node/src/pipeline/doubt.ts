import type { HoldOutcome } from '../plan/hold';
import type { SourceObject, SourceResult } from '../sources/types';

/**
 * Ids by source whose removal was refused, in this run or in one before, each
 * with the number of the list that lacked it, where lists are counted.
 */
export type Doubted = Readonly<
  Record<string, ReadonlyMap<string, number | undefined>>
>;

type DoubtedIds = Doubted[string];

type Result = SourceResult<SourceObject> | undefined;

function listingOf(result: Result): number | undefined {
  return result && 'objects' in result ? result.listing : undefined;
}

/**
 * What goes only by proof, however few are missing by now.
 *
 * | refused at | now | doubted |
 * |---|---|---|
 * | a list | the same list, and what was watched since | yes: some came back one by one |
 * | a list | a later one | no: it is judged by itself |
 * | anything | lists are not counted | yes |
 */
export function stillDoubted(
  doubted: DoubtedIds | undefined,
  result: Result,
): ReadonlySet<string> {
  const listing = listingOf(result);
  const still = [...(doubted ?? [])].filter(
    ([, refusedAt]) => listing === undefined || refusedAt === listing,
  );
  return new Set(still.map(([id]) => id));
}

/** What is held without a decision: while a source fails, nothing is decided. */
export function doubtedOf<T extends SourceObject>(
  { held }: HoldOutcome<T>,
  result: Result,
  before?: DoubtedIds,
): DoubtedIds {
  const listing = listingOf(result);
  const doubted = new Map<string, number | undefined>();
  for (const { id, reason } of held) {
    if (reason === 'removal-refused') {
      doubted.set(id, listing);
    } else if (before?.has(id)) {
      doubted.set(id, before.get(id));
    }
  }
  return doubted;
}
