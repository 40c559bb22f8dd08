import type { Offering } from '@model-catalog/common';
import type { SourceResult } from '@model-catalog/node';

/**
 * What one way of reading offerings knows now.
 *
 * | view | meaning |
 * |---|---|
 * | pending | it was not tried yet |
 * | absent | there is nothing to read: the cluster does not have these kinds |
 * | anything else | as of any source |
 */
export type ReaderView = SourceResult<Offering> | 'pending' | 'absent';

/** One way of reading offerings. */
export type OfferingReader = {
  /** Reads until the signal aborts; never rejects. */
  run(signal: AbortSignal): Promise<void>;
  /** The same object as long as it says the same. */
  current(): ReaderView;
  /** A document that one of the offerings names by its digest. */
  text(digest: string): string | undefined;
  /** When its view was last known to be true, milliseconds since the epoch. */
  confirmedAt?(): number | undefined;
};
