import type { Known, OpenBooks } from '../books/types';
import type { CatalogView } from './CatalogReader';

export type CompareOptions = {
  books: OpenBooks;
  catalog: CatalogView;
  /** Location of this provider's entities. */
  location: string;
  /** Locations of the same entities under names that the provider had before. */
  previous: readonly string[];
};

/** What the comparison found. */
export type Compared = {
  /** Entities that were sent and are not there. */
  lost: number;
  /** References of ours that somebody else has in the catalog, and who. */
  conflicts: Map<string, string>;
};

/**
 * What the catalog says of an entity, against what the books say.
 *
 * | in the catalog | becomes of the entry in the books |
 * |---|---|
 * | not shown, but taken in: it is being processed, or cannot be | stays as it is |
 * | not there | to be sent again |
 * | ours | stays as it is; one that was a conflict is to be sent |
 * | under a name that we had before | to be sent again, so that it says our name |
 * | somebody else's | a conflict: left alone |
 */
function compareOne(
  known: Known,
  location: string | undefined,
  options: Pick<CompareOptions, 'location' | 'previous'>,
): Known {
  const { conflict: _, hash: __, ...unsure } = known;
  if (location === options.location) {
    return known.conflict === undefined ? known : unsure;
  }
  if (location === undefined || options.previous.includes(location)) {
    return unsure;
  }
  return { ...unsure, conflict: location };
}

function isSame(a: Known, b: Known): boolean {
  return a.hash === b.hash && a.conflict === b.conflict;
}

/**
 * Corrects the books by what the catalog holds. Books without an entry (the
 * first start, an upgrade) are filled with what the catalog says is ours.
 */
export async function compare(options: CompareOptions): Promise<Compared> {
  const { books, catalog, location, previous } = options;
  for (const name of previous) {
    await adoptFrom(name, options);
  }
  const known = await books.all();
  if (known.size === 0) {
    await books.put(await catalog.heldBy(location));
    return { lost: 0, conflicts: new Map() };
  }
  const locations = await catalog.locationsOf([...known.keys()]);
  const missing = [...known.keys()].filter(ref => !locations.has(ref));
  const taken = (await books.takenIn(missing)) ?? new Set<string>();
  const changed = new Map<string, Known>();
  const conflicts = new Map<string, string>();
  let lost = 0;
  for (const [ref, before] of known) {
    const isTaken = taken.has(ref);
    const after = isTaken
      ? before
      : compareOne(before, locations.get(ref), options);
    if (!isSame(before, after)) {
      changed.set(ref, after);
    }
    const isLost = !isTaken && !locations.has(ref);
    lost += isLost && before.hash !== undefined ? 1 : 0;
    if (after.conflict !== undefined) {
      conflicts.set(ref, after.conflict);
    }
  }
  await books.put(changed);
  return { lost, conflicts };
}

/**
 * Takes over what was sent under an earlier name: by its books or, where there
 * are none, by what the catalog says. The entities keep the location key under
 * which the catalog knows them: with it, whoever sends them becomes their
 * owner in place; with another one they would vanish and come back.
 */
async function adoptFrom(
  name: string,
  { books, catalog }: CompareOptions,
): Promise<void> {
  await books.adopt(name);
  const told = await catalog.heldBy(name);
  const known = await books.all();
  const missing = [...told]
    .filter(([ref]) => !known.has(ref))
    .map(([ref, entity]) => [ref, { ...entity, locationKey: name }] as const);
  await books.put(new Map(missing));
}
