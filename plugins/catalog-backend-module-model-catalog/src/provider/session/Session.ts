import { LocationServiceError } from '@model-catalog/connection';
import type { Reporter } from '../Reporter';
import { ChangesSession, type ChangesOptions } from './ChangesSession';
import { ListSession, type ListOptions } from './ListSession';
import type { Step } from './step';
import type { Targets } from './types';

/** How often the books are compared with what the catalog holds. */
const COMPARE_INTERVAL_MS = 60 * 60_000;
/** A service that knew the endpoint a moment ago is not an old one at its first 404. */
const DOUBTS_ALLOWED = 2;

export type SessionOptions = ChangesOptions &
  ListOptions & { reporter: Reporter };

/** One location service, whichever it is, and the part of the catalog that follows it. */
export class Session {
  private changes: ChangesSession;
  private list: ListSession;
  private servesChanges = false;
  private doubts = 0;
  /** When the catalog was compared; absent before that. */
  private comparedAt: number | undefined;
  private isCompareWanted = false;

  constructor(private readonly options: SessionOptions) {
    this.changes = new ChangesSession(options);
    this.list = new ListSession(options);
  }

  /** Has the catalog compared with the next step, not in an hour. */
  compareSoon() {
    this.isCompareWanted = true;
  }

  /**
   * Reads once, and changes what must be changed.
   *
   * @returns milliseconds until the next reading
   * @throws when the location service or the catalog cannot be read, or refuses
   */
  async step(targets: Targets, signal: AbortSignal): Promise<number> {
    const compare = this.compareNow();
    const step = { targets, signal, compare };
    const result = await this.follow(step);
    if (result.compared && compare !== 'no') {
      this.comparedAt = this.options.now();
      this.isCompareWanted = false;
    }
    return result.nextMs;
  }

  private async follow(step: Step) {
    const result = await this.changes.step(step);
    if (result.kind === 'followed') {
      if (!this.servesChanges) {
        this.list = new ListSession(this.options);
      }
      this.servesChanges = true;
      this.doubts = 0;
      return result;
    }
    this.fallBack();
    return this.list.step(step);
  }

  private compareNow(): Step['compare'] {
    const { comparedAt, isCompareWanted } = this;
    if (isCompareWanted) {
      return 'always';
    }
    if (comparedAt === undefined) {
      return 'at-start';
    }
    const isDue = this.options.now() - comparedAt >= COMPARE_INTERVAL_MS;
    return isDue ? 'hourly' : 'no';
  }

  private fallBack() {
    if (this.servesChanges && this.doubts < DOUBTS_ALLOWED) {
      this.doubts += 1;
      throw new LocationServiceError(
        'the endpoint that it had before is not there',
        { url: this.options.connection.baseUrl },
      );
    }
    if (this.servesChanges) {
      // What it knew of the catalog is over once a list was followed.
      this.changes = new ChangesSession(this.options);
    }
    this.servesChanges = false;
  }
}
