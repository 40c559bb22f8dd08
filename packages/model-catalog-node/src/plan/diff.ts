import type { StoredRecord } from '../records/stored';
import { canonical } from './canonical';

/** What has to change so that the store holds what is desired. */
export type Difference = {
  added: readonly StoredRecord[];
  updated: readonly StoredRecord[];
  removed: readonly string[];
  unchanged: number;
};

/** Compares what is stored with what is desired; `diff(x, x)` is empty. */
export function diff(
  current: ReadonlyMap<string, StoredRecord>,
  desired: readonly StoredRecord[],
): Difference {
  const added: StoredRecord[] = [];
  const updated: StoredRecord[] = [];
  let unchanged = 0;
  const wanted = new Set<string>();
  for (const record of desired) {
    const { key } = record.record;
    wanted.add(key);
    const before = current.get(key);
    if (!before) {
      added.push(record);
    } else if (canonical(before) !== canonical(record)) {
      updated.push(record);
    } else {
      unchanged += 1;
    }
  }
  const removed = [...current.keys()].filter(key => !wanted.has(key));
  return { added, updated, removed, unchanged };
}
