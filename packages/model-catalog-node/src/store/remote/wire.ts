import { z } from 'zod/v4';
import { SourceStatus } from '@model-catalog/common';

/**
 * How the roles of one pod talk about the store: storage-rest has the driver,
 * the others ask it. Both ends are of one release; `format` says so.
 *
 * | request | answer | needs the write credential |
 * |---|---|---|
 * | `GET view?since=TAG&facets=BOOLEAN` | lines: the view, or what changed since | with facets |
 * | `GET text?digest=D` | {@link TextAnswer} | no |
 * | `GET follow` | lines without end: a `changed` for each new tag | no |
 * | `POST apply`, lines ({@link ApplyLine}) | lines: the new view | yes |
 * | `POST claim`, {@link ClaimBody} | {@link ClaimAnswer} | yes |
 * | `POST release`, {@link ReleaseBody} | {@link ReleaseAnswer} | yes |
 *
 * Lines are JSON objects, one each. An answer that fails after its status was
 * sent says so in an `error` line; one without `end` is cut off.
 */
export const STORE_PATHS = {
  view: '/store/v1/view',
  text: '/store/v1/text',
  follow: '/store/v1/follow',
  apply: '/store/v1/apply',
  claim: '/store/v1/claim',
  release: '/store/v1/release',
} as const;

export const STORE_FORMAT = 1;

/** The server says something at least this often while a request waits, milliseconds. */
export const BUSY_MS = 5_000;

const Status = z.object({
  sources: z.array(SourceStatus),
  removed: z.array(z.string()),
});

/** An error of the store; its type is the same on both ends. */
export const WireError = z.object({
  name: z.enum([
    'StoreConflict',
    'StoreFenced',
    'RecordsRefused',
    'StoreError',
  ]),
  message: z.string(),
  refused: z
    .array(z.object({ key: z.string(), reason: z.string() }))
    .optional(),
});
export type WireError = z.infer<typeof WireError>;

export const ErrorAnswer = z.object({ error: WireError });

/** Everything of a view but its records. */
export const ViewBegin = z.object({
  type: z.literal('begin'),
  format: z.literal(STORE_FORMAT),
  /** Names this very view; to be sent as `since`. */
  tag: z.string(),
  /** Whether what follows are the changes since the tag that was sent. */
  isDelta: z.boolean(),
  /** Whether records that were sent with the request, and stored as sent, are left out. */
  omitsSent: z.boolean().optional(),
  revision: z.string(),
  synced: z.boolean(),
  completedSources: z.array(z.string()),
  issues: z.array(z.string()),
  needsRepair: z.boolean().optional(),
  unfinished: z.boolean().optional(),
  missingTexts: z.array(z.string()).optional(),
  status: Status.optional(),
  /** Records in the whole view. */
  size: z.number().int().min(0),
});
export type ViewBegin = z.infer<typeof ViewBegin>;

const RecordLine = z.object({
  type: z.literal('record'),
  record: z.unknown(),
  facets: z.unknown(),
});
const RemovedLine = z.object({ type: z.literal('removed'), key: z.string() });
const EndLine = z.object({
  type: z.literal('end'),
  /** Lines between `begin` and this one, those that say `busy` apart. */
  count: z.number().int().min(0),
});

/** A line of an answer that holds a view. */
export const ViewLine = z.discriminatedUnion('type', [
  ViewBegin,
  RecordLine,
  RemovedLine,
  EndLine,
  z.object({ type: z.literal('busy') }),
  z.object({ type: z.literal('error'), error: WireError }),
]);
export type ViewLine = z.infer<typeof ViewLine>;

export const FollowLine = z.discriminatedUnion('type', [
  /** `tag` is absent while the store could not be read yet. */
  z.object({ type: z.literal('changed'), tag: z.string().optional() }),
  z.object({ type: z.literal('busy') }),
]);
export type FollowLine = z.infer<typeof FollowLine>;

/** The first line of an apply. */
export const ApplyBegin = z.object({
  type: z.literal('begin'),
  format: z.literal(STORE_FORMAT),
  /** The tag of the view that the client has, so that the answer may be short. */
  since: z.string().optional(),
  revision: z.string(),
  epoch: z.number().int().optional(),
  completedSources: z.array(z.string()),
  status: Status.optional(),
});
export type ApplyBegin = z.infer<typeof ApplyBegin>;

export const ApplyLine = z.discriminatedUnion('type', [
  ApplyBegin,
  RecordLine,
  RemovedLine,
  z.object({ type: z.literal('text'), digest: z.string(), text: z.string() }),
  EndLine,
]);
export type ApplyLine = z.infer<typeof ApplyLine>;

export const ClaimBody = z.object({
  holder: z.string().min(1).max(500),
  ttlMs: z.number().positive(),
  epoch: z.number().int().optional(),
  replaces: z.string().optional(),
});

export const ClaimAnswer = z.object({
  claim: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('held'), epoch: z.number().int() }),
    z.object({ kind: z.literal('taken'), holder: z.string() }),
  ]),
});

export const ReleaseBody = z.object({ holder: z.string() });
export const ReleaseAnswer = z.object({ released: z.literal(true) });

/** Without `text` when the store has none of that digest. */
export const TextAnswer = z.object({
  digest: z.string(),
  text: z.string().optional(),
});
