import { z } from 'zod/v4';
import { SourceStatus } from './snapshot';

/**
 * What our own plugins read: `GET /api/v1/changes?since=REVISION&wait=SECONDS`.
 *
 * | request | answer |
 * |---|---|
 * | without `since` | every record: `begin` without `since` |
 * | `since` a revision that is remembered | what changed from it on: `begin` with `since` |
 * | `since` any other text | every record, as if it were not given |
 * | `since` a revision from which a record is gone that nobody decided to remove | every record: the reader guards what it removes by the states of the sources |
 * | `If-None-Match` with the ETag of now, no `wait` | 304 |
 * | the same with `wait` (at most {@link MAX_WAIT_SECONDS}) | as soon as something is new; 304 when the time is over |
 * | before the store has completed a sync, with `wait` | as soon as it has; 503 with Retry-After when the time is over |
 * | the same without `wait`, or when too many requests wait | 503 with Retry-After |
 * | `wait` that is no number, `since` given twice | 400, `{"error"}` naming the parameter |
 * | without the token that the service asks for | 401 with WWW-Authenticate |
 *
 * Parameters that are not known are passed over. An answer of 304 carries the
 * ETag; whoever waits sends `since` and `If-None-Match` of its last answer.
 *
 * A line each is one JSON object ({@link ChangesLine}), as
 * `application/x-ndjson`. An answer without its `end` is cut off: nothing of
 * it may be taken for the whole. The ETag changes when the records do, and
 * when the state of a source does (then there may be no record in it).
 */
export const CHANGES_PATH = '/api/v1/changes';

/** Media type of {@link CHANGES_PATH} and {@link TEXTS_PATH}. */
export const NDJSON = 'application/x-ndjson';

/** Version of {@link ChangesLine}; a reader refuses what it does not know. */
export const CHANGES_VERSION = 1;

/** The longest that a request may wait: a Route of OpenShift ends it after 30. */
export const MAX_WAIT_SECONDS = 25;

/**
 * Long texts by digest: `GET /api/v1/texts?digest=A&digest=B`, one
 * {@link TextLine} each, in the order asked for; those that the store lacks
 * are left out. API definitions are not in the records: `server.API.spec`
 * holds a marker there, and `definition.digest` says which text belongs in.
 */
export const TEXTS_PATH = '/api/v1/texts';

/** How many digests one request may name. */
export const MAX_TEXTS = 100;

/** The first line. `count` is how many records and removals follow. */
export const BeginLine = z.object({
  type: z.literal('begin'),
  schemaVersion: z.literal(CHANGES_VERSION),
  revision: z.string(),
  /** Absent when every record follows. */
  since: z.string().optional(),
  /** RFC 3339. */
  generatedAt: z.string(),
  sources: z.array(SourceStatus),
  /**
   * Keys that were removed by decision, the newest ones: they may go whatever
   * the state of their source is. Empty with `since`: what is gone since then
   * follows as lines of its own.
   */
  removed: z.array(z.string()).default([]),
  count: z.number().int().min(0),
});
export type BeginLine = z.infer<typeof BeginLine>;

/** A line of {@link CHANGES_PATH}; records are read one by one, see `CatalogRecord`. */
export const ChangesLine = z.discriminatedUnion('type', [
  BeginLine,
  z.object({ type: z.literal('record'), record: z.unknown() }),
  /** Gone since `since`, by decision. */
  z.object({ type: z.literal('removed'), key: z.string() }),
  z.object({ type: z.literal('end'), count: z.number().int().min(0) }),
]);
export type ChangesLine = z.infer<typeof ChangesLine>;

/** A line of {@link TEXTS_PATH}. */
export const TextLine = z.object({ digest: z.string(), text: z.string() });
export type TextLine = z.infer<typeof TextLine>;
