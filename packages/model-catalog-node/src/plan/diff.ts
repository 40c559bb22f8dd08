import { keyOf, type StoredRecord, unpacked } from '../records/stored';
import { isSame, isSameRecord } from './isSame';

/** A record that changes, and what of it differs: the facets, or `record` when only names or links do. */
export type Update = { record: StoredRecord; because: readonly string[] };

/** What has to change so that the store holds what is desired. */
export type Difference = {
  added: readonly StoredRecord[];
  updated: readonly Update[];
  removed: readonly string[];
  unchanged: number;
};

/** The names of the facets that differ. */
function changedFacets(before: StoredRecord, after: StoredRecord): string[] {
  const old: Record<string, unknown> = unpacked(before).facets;
  const now: Record<string, unknown> = unpacked(after).facets;
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  const changed = [...names].filter(
    name => !isSame(old[name] ?? {}, now[name] ?? {}),
  );
  return changed.length > 0 ? changed.sort() : ['record'];
}

function missing(
  current: ReadonlyMap<string, StoredRecord>,
  desired: readonly StoredRecord[],
): string[] {
  const wanted = new Set(desired.map(keyOf));
  return [...current.keys()].filter(key => !wanted.has(key));
}

/** Compares what is stored with what is desired; `diff(x, x)` is empty. */
export function diff(
  current: ReadonlyMap<string, StoredRecord>,
  desired: readonly StoredRecord[],
): Difference {
  const added: StoredRecord[] = [];
  const updated: Update[] = [];
  let unchanged = 0;
  for (const record of desired) {
    const key = keyOf(record);
    const before = current.get(key);
    if (!before) {
      added.push(record);
    } else if (!isSameRecord(before, record)) {
      updated.push({ record, because: changedFacets(before, record) });
    } else {
      unchanged += 1;
    }
  }
  const hasAll = updated.length + unchanged === current.size;
  const removed = hasAll ? [] : missing(current, desired);
  return { added, updated, removed, unchanged };
}
