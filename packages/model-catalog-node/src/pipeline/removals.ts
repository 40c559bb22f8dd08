import type { Difference } from '../plan/diff';
import { keyOf } from '../records/stored';
import { REMOVED_KEPT } from '../store/types';

/**
 * The records that were removed by decision, for readers that must tell a
 * removal from a gap. Bounded: the oldest are forgotten. Kept in the store, so
 * that the next writer goes on with it.
 */
export class Removals {
  private list: readonly string[] = [];

  /** The list as it is once these changes are made. */
  after({
    added,
    removed,
  }: Pick<Difference, 'added' | 'removed'>): readonly string[] {
    if (added.length === 0 && removed.length === 0) {
      return this.list;
    }
    const back = new Set([...added.map(keyOf), ...removed]);
    const others = this.list.filter(key => !back.has(key));
    return [...others, ...removed].slice(-REMOVED_KEPT);
  }

  /** Takes the list that is stored, by whichever writer. */
  set(list: readonly string[]): void {
    this.list = list;
  }

  keys(): readonly string[] {
    return this.list;
  }
}
