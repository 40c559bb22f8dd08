import type { Difference } from '../plan/diff';

const REMEMBERED = 10_000;

/**
 * The records that were removed with proof, for readers that must tell a
 * removal from a gap. Bounded: the oldest are forgotten.
 */
export class Removals {
  private readonly removed = new Set<string>();
  /** Asked for with every request of a reader, so it is made when it changes. */
  private list: readonly string[] = [];

  note({ added, removed }: Pick<Difference, 'added' | 'removed'>): void {
    if (added.length === 0 && removed.length === 0) {
      return;
    }
    for (const { record } of added) {
      this.removed.delete(record.key);
    }
    for (const key of removed) {
      this.removed.delete(key);
      this.removed.add(key);
    }
    for (const key of this.removed) {
      if (this.removed.size <= REMEMBERED) {
        break;
      }
      this.removed.delete(key);
    }
    this.list = [...this.removed];
  }

  keys(): readonly string[] {
    return this.list;
  }
}
