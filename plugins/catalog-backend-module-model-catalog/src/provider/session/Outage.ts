import type { SourceStatus } from '@model-catalog/common';
import type { Held } from '../plan/heldSince';

/**
 * Stands in the books beside the sources, as the note that a process does not
 * reach the location service. No entity is of this source.
 */
export const NOT_REACHED = '~location-service';

/** Of the note; so long ago that nothing waits for it to be older. */
const EVER_SINCE = new Date(0).toISOString();

/** When nobody reaches the service, and when somebody else turned out to, milliseconds. */
const ASK_AGAIN_MS = 10 * 60_000;

/**
 * A location service that this process does not reach. Every replica of
 * Backstage may have one of its own, so before all entities are said to be
 * held, the others are asked: a note in the books, which whoever does reach
 * its service takes away within one long poll.
 *
 * | not reached for | the note | then |
 * |---|---|---|
 * | less than half of the time | any | nothing |
 * | longer | is not there | it is written |
 * | longer | stands for half of the time | all entities are held, since the last answer |
 * | any | was taken away | somebody else reaches it: nothing for ten minutes |
 */
export class Outage {
  private answeredAt: number | undefined;
  private since = '';
  /** When the note was first seen. */
  private notedAt: number | undefined;
  private silentUntil = 0;
  private isHeld = false;

  /** @param afterMs - how long until the entities say that they are held */
  constructor(private readonly afterMs: number) {}

  /** The service has answered; `time` is that of its own clock, milliseconds since 1970. */
  answered(now: number, time: number) {
    this.answeredAt = now;
    this.since = new Date(time).toISOString();
    this.notedAt = undefined;
    this.silentUntil = 0;
    this.isHeld = false;
  }

  /**
   * What to say, after a failure.
   *
   * @param held - what stands in the books
   * @returns whether there is anything new to bring into the catalog
   */
  failed(now: number, held: Held): boolean {
    const half = this.afterMs / 2;
    const { answeredAt } = this;
    if (
      answeredAt === undefined ||
      now - answeredAt < half ||
      now < this.silentUntil
    ) {
      return false;
    }
    if (held[NOT_REACHED] === undefined) {
      return this.note(now);
    }
    this.notedAt ??= now;
    const isDue = !this.isHeld && now - this.notedAt >= half;
    this.isHeld ||= isDue;
    return isDue;
  }

  private note(now: number): boolean {
    if (this.notedAt !== undefined) {
      // Another process has taken it away.
      this.notedAt = undefined;
      this.isHeld = false;
      this.silentUntil = now + ASK_AGAIN_MS;
      return false;
    }
    this.notedAt = now;
    return true;
  }

  /** The states of the sources as they are to be understood now. */
  sources(told: readonly SourceStatus[]): readonly SourceStatus[] {
    if (this.notedAt === undefined) {
      return told;
    }
    const { since } = this;
    const note = {
      id: NOT_REACHED,
      state: 'failed' as const,
      since: EVER_SINCE,
    };
    const held = told.map(source =>
      this.isHeld && source.state === 'complete'
        ? { ...source, state: 'failed' as const, since }
        : source,
    );
    return [...held, note];
  }
}
