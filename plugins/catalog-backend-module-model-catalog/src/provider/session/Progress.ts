import type { Cursor } from '../books/types';
import type { Touched } from './takeOver';

/** Revisions that are remembered; a process that is further back than this looks at everything. */
const REMEMBERED = 500;
/** Another process that moved the cursor this lately is taken to be alive. */
const ALIVE_MS = 60_000;
/** How long a living one is left alone, when it is at a revision that was never seen here. */
const PATIENCE_MS = 10_000;

/**
 * How far this process has followed, beside others that follow the same.
 * Revisions have no order of their own, so each process goes by those that it
 * has seen itself.
 *
 * | the cursor is at | this process |
 * |---|---|
 * | a revision since this one last agreed with it | looks at what changed since |
 * | an older one | looks at everything: another one went back |
 * | one never seen here, moved lately | waits: another one is further, and itself will be soon |
 * | the same, for longer than its patience | looks at everything: it was another store's, or is over |
 * | one never seen here, long ago | looks at everything: it was so before this process started |
 */
export class Progress {
  private seen: string[] = [];
  private agreedAt = 0;
  private unknown: { revision: string; since: number } | undefined;

  saw(revision: string) {
    if (this.seen.at(-1) !== revision) {
      this.seen.push(revision);
    }
    const over = this.seen.length - REMEMBERED;
    if (over > 0) {
      this.seen.splice(0, over);
      this.agreedAt = Math.max(0, this.agreedAt - over);
    }
  }

  /** The catalog is where this process is. */
  agreed() {
    this.agreedAt = Math.max(0, this.seen.length - 1);
    this.unknown = undefined;
  }

  /** Whether another process brought the catalog back to what this one has left behind. */
  isBehindUs(cursor: Cursor | undefined): boolean {
    const revision = cursor?.revision;
    return (
      revision !== undefined &&
      revision !== this.seen.at(-1) &&
      this.seen.includes(revision)
    );
  }

  /** @returns what is to be looked at; `undefined` to wait */
  scope(
    cursor: Cursor | undefined,
    touched: Touched,
    now: number,
  ): Touched | undefined {
    const revision = cursor?.revision;
    if (revision === undefined || cursor?.age === undefined) {
      return touched;
    }
    const index = this.seen.lastIndexOf(revision);
    if (index >= 0) {
      return index >= this.agreedAt ? touched : 'all';
    }
    if (cursor.age > ALIVE_MS) {
      return 'all';
    }
    if (this.unknown?.revision !== revision) {
      this.unknown = { revision, since: now };
    }
    return now - this.unknown.since < PATIENCE_MS ? undefined : 'all';
  }
}
