const NONE: ReadonlySet<string> = new Set();

/**
 * Removals that a person has approved: each once, for the ids that were
 * listed. An approval is over with the first run that took it into account,
 * whatever became of it there; what is refused after that needs another one.
 */
export class Approvals {
  private readonly approved = new Map<string, ReadonlySet<string>>();
  private readonly taken = new Set<string>();

  approve(source: string, ids: Iterable<string>): void {
    this.approved.set(source, new Set(ids));
    this.taken.delete(source);
  }

  /** For a run that is being planned. */
  of(source: string): ReadonlySet<string> {
    const ids = this.approved.get(source);
    if (!ids) {
      return NONE;
    }
    this.taken.add(source);
    return ids;
  }

  /** A run has been stored: what was taken into account in it is over. */
  settle(): void {
    for (const source of this.taken) {
      this.approved.delete(source);
    }
    this.taken.clear();
  }
}
