import { z } from 'zod/v4';
import { CatalogRecord } from './records';

/**
 * How much of a source is known.
 *
 * | state | read | what absence from it means |
 * |---|---|---|
 * | complete | all of it | absent |
 * | partial | some of it | nothing, except for what was proved one by one |
 * | failed | nothing now, but it was readable or should be | nothing |
 * | unavailable | never, and it claims nothing | was read by an earlier life of the service, if at all, and may exist |
 */
export const SourceState = z.enum([
  'complete',
  'partial',
  'failed',
  'unavailable',
]);
export type SourceState = z.infer<typeof SourceState>;

/** One source as the bridge sees it; times are RFC 3339. */
export const SourceStatus = z.object({
  id: z.string(),
  state: SourceState,
  /** When it entered this state. */
  since: z.string(),
  /** When it was last read completely; absent if never. */
  lastCompleteAt: z.string().optional(),
  /** Why it is not complete, and what to do. */
  message: z.string().optional(),
});
export type SourceStatus = z.infer<typeof SourceStatus>;

/** The path of our own endpoint on the location service. */
export const SNAPSHOT_PATH = '/api/v1/records';

/** Version of {@link Snapshot}; a reader refuses what it does not know. */
export const SNAPSHOT_VERSION = 1;

/** Everything in one answer: what {@link SNAPSHOT_PATH} gives, with `revision` as its ETag. */
export const Snapshot = z.object({
  schemaVersion: z.literal(SNAPSHOT_VERSION),
  revision: z.string(),
  generatedAt: z.string(),
  sources: z.array(SourceStatus),
  records: z.array(z.unknown()),
  /**
   * Keys of records that were removed with proof since the service started,
   * the newest ones: these may go whatever the state of their source is.
   */
  removed: z.array(z.string()).default([]),
});
export type Snapshot = Omit<z.infer<typeof Snapshot>, 'records'> & {
  records: CatalogRecord[];
};
