import type { LongTexts } from '../sources/longText';
import type { SourceEvent } from '../sources/types';
import type { Store, StoreView } from '../store/types';
import { type Known, knownFrom, learn } from './known';
import { type Recollection, recall, textsAtHand } from './recall';

/** Who is told what was read. */
type Told = {
  log: (event: SourceEvent) => void;
  onRead: (view: StoreView, isFirst: boolean) => void;
};

/** One of possibly many terms of leading in the life of a process. */
export type Term = { epoch?: number; recollection?: Recollection };

/**
 * The store as a writer sees it: the newest view, and what is known from it.
 *
 * | the store was read | what is known already | what is known then |
 * |---|---|---|
 * | the first time | nothing | what is stored |
 * | the first time, torn or edited | what an earlier term left | see {@link recall} |
 * | as a whole | something | that, and what is stored over it: another process stored it |
 * | torn or edited | something | that, and what only the store has: a torn store knows less |
 *
 * What was decided of it (its names, what a server serves) is known likewise.
 */
export class StoredView {
  view: StoreView | undefined;
  known: Known | undefined;
  /** The records, with those that the store has lost. */
  decided: StoreView['records'] | undefined;
  private completed: readonly string[] = [];
  private texts: LongTexts | undefined;
  private isStale = true;
  private issues: ReadonlySet<string> = new Set();

  constructor(
    private readonly store: Store,
    private readonly told: Told,
    private readonly term: Term = {},
  ) {}

  /** Leaves to the next term what is known at the end of this one. */
  leave(): void {
    const { view, known, decided: records } = this;
    const { epoch, recollection } = this.term;
    if (recollection && view && known && records) {
      const { completedSources, status } = view;
      const texts = textsAtHand(known, records);
      recollection.past = { records, completedSources, status, epoch, texts };
    }
  }

  /** A long text that was at hand in an earlier term. */
  text(digest: string): string | undefined {
    return this.texts?.get(digest);
  }

  /** The next reading asks the store. */
  markStale(): void {
    this.isStale = true;
  }

  /** The view to plan on. */
  async read(signal: AbortSignal): Promise<StoreView> {
    if (this.view && !this.isStale) {
      return this.view;
    }
    // A change while it is being read makes it stale again.
    this.isStale = false;
    const read = await this.store.read(signal);
    const past = this.recall(read);
    this.told.onRead(
      { ...read, status: past?.status ?? read.status },
      !this.view,
    );
    const stored = knownFrom(read.records.values());
    this.known = this.known
      ? learn(this.known, stored, read.unfinished === true)
      : stored;
    this.tell(read.issues);
    return this.take(read);
  }

  /** Once for each term: from then on it knows by itself. */
  private recall(read: StoreView) {
    const { epoch, recollection } = this.term;
    const past = recall(read, recollection?.past, epoch);
    if (past) {
      this.known = knownFrom(past.records.values());
      this.decided = past.records;
      this.completed = past.completedSources;
    }
    if (recollection?.past) {
      this.texts = recollection.past.texts;
      recollection.past = undefined;
    }
    return past;
  }

  /** What was just written, or read again. */
  take(view: StoreView): StoreView {
    // A store that was deleted has forgotten which sources could be read once.
    this.completed =
      view.synced || this.completed.length === 0
        ? view.completedSources
        : [...new Set([...this.completed, ...view.completedSources])];
    this.decided = this.decidedWith(view);
    this.view = { ...view, completedSources: this.completed };
    return this.view;
  }

  private decidedWith({ records, synced, unfinished }: StoreView) {
    const isWhole = synced && unfinished !== true;
    return isWhole || !this.decided
      ? records
      : new Map([...records, ...this.decided]);
  }

  /** Each thing once, as long as it stays. */
  private tell(issues: readonly string[]): void {
    for (const reason of issues) {
      if (!this.issues.has(reason)) {
        this.told.log({
          source: 'store',
          level: 'warn',
          message: 'Something in the store is damaged',
          details: { reason },
        });
      }
    }
    this.issues = new Set(issues);
  }
}
