import type { Connection } from '@model-catalog/connection';
import type { Listing } from '../client/LocationClient';
import type { BadRecord, ReadSnapshot } from '../client/snapshot';
import { documentKeyPrefix, fromDocuments } from '../entities';
import { removableBySources } from './absence';
import type { PlanOptions } from './plan';

/** An old service that starts up lists less than there is. */
const LISTS_NEEDED = 2;

/** What the location service said, in the terms of the plan. */
export type Answer = Pick<
  PlanOptions,
  'records' | 'isHeld' | 'removable' | 'guard'
> & { bad: readonly BadRecord[]; failed: Listing['failed'] };

/**
 * A snapshot proves absence by naming what was removed, and by its sources
 * (see {@link removableBySources}). A record that cannot be read holds
 * its entities by its key; one without a readable key could be any, so then
 * nothing is removed. The guard on the share is the bridge's own.
 */
export function answerOfSnapshot(snapshot: ReadSnapshot): Answer {
  const { records, bad, sources } = snapshot;
  const keys = new Set(bad.map(({ key }) => key));
  const bySources = removableBySources(sources);
  const removed = new Set(snapshot.removed);
  const isNamed = ({ key }: { key?: string }) =>
    key !== undefined && removed.has(key);
  return {
    records,
    bad,
    failed: [],
    isHeld: ({ key }) => key !== undefined && keys.has(key),
    removable: keys.has(undefined)
      ? isNamed
      : (entity, ref) =>
          isNamed(entity) ||
          ((entity.key !== undefined || bad.length === 0) &&
            bySources(entity, ref)),
  };
}

/**
 * A list says nothing of its sources: an entity must be absent from two lists
 * in a row, and the guard on the share applies.
 *
 * @param absences - how often in a row each entity was absent before
 */
export function answerOfListing(
  { documents, failed }: Listing,
  connection: Connection,
  absences: ReadonlyMap<string, number>,
): Answer {
  const prefixes = failed.map(({ uri }) => documentKeyPrefix(uri));
  return {
    records: fromDocuments(documents, connection.baseUrl),
    bad: [],
    failed,
    isHeld: ({ key }) =>
      key !== undefined && prefixes.some(prefix => key.startsWith(prefix)),
    removable: (_, ref) => (absences.get(ref) ?? 0) + 1 >= LISTS_NEEDED,
    guard: connection.removalGuard,
  };
}
