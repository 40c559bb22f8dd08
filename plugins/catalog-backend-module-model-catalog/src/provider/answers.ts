import type { Connection } from '@model-catalog/connection';
import type { Listing } from '../client/LocationClient';
import type { BadRecord, ReadSnapshot } from '../client/snapshot';
import { documentKeyPrefix, fromDocuments, isDocumentKey } from '../entities';
import { removableBySources } from './absence';
import type { Known } from './known';
import type { PlanOptions } from './plan';

/** An old service that starts up lists less than there is. */
const LISTS_NEEDED = 2;

/** What the location service said, in the terms of the plan. */
export type Answer = Pick<
  PlanOptions,
  'records' | 'isHeld' | 'removable' | 'guard'
> & { bad: readonly BadRecord[]; failed: Listing['failed'] };

function isOfSnapshot({ key }: Known): boolean {
  return key !== undefined && !isDocumentKey(key);
}

/**
 * A snapshot proves absence by naming what was removed, and by its sources
 * (see {@link removableBySources}). A record that cannot be read holds
 * its entities by its key; one without a readable key could be any, so then
 * nothing is removed. What an earlier connector or a list left has no key that
 * a record could have, so it waits until all can be read. The guard on the share is the bridge's own.
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
          ((bad.length === 0 || isOfSnapshot(entity)) &&
            bySources(entity, ref)),
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
    removable: ({ key }, ref) =>
      (failed.length === 0 || isDocumentKey(key)) &&
      (absences.get(ref) ?? 0) + 1 >= LISTS_NEEDED,
    guard: connection.removalGuard,
  };
}
