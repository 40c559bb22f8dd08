import {
  isPacked,
  isServer,
  keyOf,
  type StoredRecord,
} from '../records/stored';

/**
 * Lets stored records have the facets of equal ones that were just made of the
 * sources' objects: what a source holds anyway is then not held twice, and the
 * next comparison ends where the objects are the same.
 */
export function shareFacets(
  stored: ReadonlyMap<string, StoredRecord>,
  made: readonly StoredRecord[],
  changed: ReadonlySet<string>,
): void {
  for (const record of made) {
    const key = keyOf(record);
    const before = stored.get(key);
    const isApart = before && before !== record;
    if (!isApart || isPacked(before) || isPacked(record) || changed.has(key)) {
      continue;
    }
    if (isServer(before) && isServer(record)) {
      before.facets = record.facets;
    } else if (!isServer(before) && !isServer(record)) {
      before.facets = record.facets;
    }
  }
}
