/** How long a list must lack half of what there was, until that is believed. */
const STANDS_MS = 10 * 60_000;

/**
 * An old location service that restarts lists little or nothing until it has
 * read everything again, and does not say so. So a list that lacks half of the
 * entities, or all, proves nothing before it has stood for ten minutes.
 */
export class Shrinking {
  private since: number | undefined;

  constructor(private readonly now: () => number) {}

  /** @param share - what part of the entities is absent now, from 0 to 1 */
  isProof(share: number): boolean {
    if (share < 0.5) {
      this.since = undefined;
      return true;
    }
    this.since ??= this.now();
    return this.now() - this.since >= STANDS_MS;
  }
}
