import { keyOf } from '../records/stored';
import type { Issue } from '../sources/types';
import type { RefusedRecord } from '../store/types';
import type { PlannedRun } from './planRun';

/** What a run did indeed: a record that the store refused is planned again in each run, and changes in none. */
export function withoutRefused(
  planned: PlannedRun,
  refused: readonly RefusedRecord[],
): PlannedRun {
  if (refused.length === 0) {
    return planned;
  }
  const keys = new Set(refused.map(({ key }) => key));
  const { difference } = planned;
  return {
    ...planned,
    difference: {
      ...difference,
      added: difference.added.filter(record => !keys.has(keyOf(record))),
      updated: difference.updated.filter(
        ({ record }) => !keys.has(keyOf(record)),
      ),
    },
  };
}

/** Records that the store refused, as things that need attention. */
export function issuesOfRefused(refused: readonly RefusedRecord[]): Issue[] {
  return refused.map(({ key, reason }) => ({
    source: 'store',
    object: key,
    reason,
  }));
}
