import type { SourceStatus } from '@model-catalog/common';
import type { Connection } from '@model-catalog/connection';
import type { Listing } from '../../client/listing';
import { documentKeyPrefix, isDocumentKey } from '../../entities';
import type { Known } from '../books/types';
import type { View } from '../session/View';
import { removableBySources, type Guard, type Removable } from './absence';

/** An old service that starts up lists less than there is. */
const LISTS_NEEDED = 2;

/** What an answer says of the entities that are not in it. */
export type Rules = {
  /** Entities whose record could not be read: they stay as they are. */
  isHeld: (known: Known) => boolean;
  removable: Removable;
  guard?: Guard;
  /** Whether a removal was decided, one by one: it does not count for the guard. */
  isProved?: Removable;
  /** Whether so large a share (0 to 1) being absent proves anything; absent, it does. */
  mayShrink?: (share: number) => boolean;
};

function isOfChanges({ key }: Known): boolean {
  return key !== undefined && !isDocumentKey(key);
}

/**
 * The service proves absence by naming what was removed, and by its sources
 * (see {@link removableBySources}). A record that cannot be read holds its
 * entities by its key; one without a readable key could be any, so then
 * nothing is removed. What an earlier connector or a list left has no key that
 * a record could have, so it waits until all can be read. A record that is
 * there decides itself what its entities are.
 *
 * The bridge guards the share of what it takes out of its own store. Of what
 * was never in there it knows nothing: who is led to another bridge, or to one
 * with another store, is told only that all sources are complete. So what is
 * absent without a decision counts for a guard of ours; what an earlier
 * connector left does not, as it goes once and for all.
 */
export function rulesOfChanges(options: {
  view: Pick<View, 'get' | 'bad' | 'unknown'>;
  sources: readonly SourceStatus[];
  /** Keys that were removed by decision. */
  removed: { has(key: string): boolean };
  guard?: Guard;
}): Rules {
  const { view, sources, removed, guard } = options;
  const bySources = removableBySources(sources);
  const isDecided = ({ key }: Known) =>
    key !== undefined && (removed.has(key) || view.get(key) !== undefined);
  const removable: Removable = (entity, ref) =>
    isDecided(entity) ||
    (view.unknown.length === 0 &&
      (view.bad.size === 0 || isOfChanges(entity)) &&
      bySources(entity, ref));
  return {
    isHeld: ({ key }) => key !== undefined && view.bad.has(key),
    removable,
    guard,
    isProved: (entity, ref) =>
      isDecided(entity) || (!isOfChanges(entity) && removable(entity, ref)),
  };
}

/**
 * A list says nothing of its sources: an entity must be absent from two lists
 * in a row, and the guard on the share applies. Whether a document that cannot
 * be read is about an entity is told by the entity's key; one without such a
 * key, of an earlier connector or of a snapshot, waits until all can be read.
 *
 * @param absences - how often in a row each entity was absent before
 */
export function rulesOfListing(
  { failed }: Pick<Listing, 'failed'>,
  connection: Pick<Connection, 'removalGuard'>,
  absences: ReadonlyMap<string, number>,
): Rules {
  const prefixes = failed.map(({ uri }) => documentKeyPrefix(uri));
  return {
    isHeld: ({ key }) =>
      key !== undefined && prefixes.some(prefix => key.startsWith(prefix)),
    removable: ({ key }, ref) =>
      (failed.length === 0 || isDocumentKey(key)) &&
      (absences.get(ref) ?? 0) + 1 >= LISTS_NEEDED,
    guard: connection.removalGuard,
  };
}
