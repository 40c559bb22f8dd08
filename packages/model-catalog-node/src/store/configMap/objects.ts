import { SourceStatus } from '@model-catalog/common';
import { z } from 'zod/v4';

const texts = z.record(z.string(), z.string());

/** A ConfigMap (core/v1). What is not named here is kept as it is when it is written back. */
export const ConfigMap = z.looseObject({
  metadata: z.looseObject({
    name: z.string(),
    resourceVersion: z.string(),
    labels: texts.optional(),
    annotations: texts.optional(),
  }),
  data: texts.optional(),
  binaryData: texts.optional(),
});
export type ConfigMap = z.infer<typeof ConfigMap>;

/** Of a list of ConfigMaps only what a version is told by; one of nothing has no list, but null. */
export const MapList = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  items: z
    .array(
      z.object({
        metadata: z.object({ name: z.string(), resourceVersion: z.string() }),
      }),
    )
    .nullish()
    .transform(items => items ?? []),
});

/** Key of the state inside its ConfigMap's `data`. */
export const STATE_KEY = 'state.json';

/** Version of the layout; a newer one is not touched. */
export const FORMAT = 1;

/** How full a blob ConfigMap is, and which of its versions was written last. */
const BlobMap = z.union([
  z.object({ bytes: z.number(), version: z.string().optional() }),
  z.number().transform(bytes => ({ bytes, version: undefined })),
]);
export type BlobMap = z.infer<typeof BlobMap>;

/** What the store as a whole is at. */
export const State = z.object({
  format: z.literal(FORMAT),
  /** Raised by every write; also written into each shard, so that a late write of another process is refused. */
  generation: z.number().int(),
  synced: z.boolean(),
  completedSources: z.array(z.string()),
  /** Digest of what each shard must hold, by its number. */
  shards: z.array(z.string()),
  /** The blob ConfigMaps, by their number. */
  blobs: z.array(BlobMap),
  /** Texts that no record names any more and that go with the next write to their ConfigMap, with its number. */
  unnamed: z.array(z.tuple([z.string(), z.number()])).default([]),
  /** Texts that records name and that are not in their ConfigMap. */
  missing: z.array(z.string()).default([]),
  /** Of the newest claim; what is planned with an older one is refused. */
  epoch: z.number().int().default(0),
  status: z
    .object({
      sources: z.array(SourceStatus).readonly(),
      removed: z.array(z.string()).readonly(),
    })
    .optional(),
});
export type State = z.infer<typeof State>;

/** What a claim leaves where there is no state yet: shards are looked for, not known. */
export const NO_STATE: State = {
  format: FORMAT,
  generation: 0,
  synced: false,
  completedSources: [],
  shards: [],
  blobs: [],
  unnamed: [],
  missing: [],
  epoch: 0,
};

/** Annotation of a shard with the generation that wrote it. */
export const GENERATION = 'rhdh.modelcatalog.io/store-generation';

/** Annotation of a shard with the digest of what was written: where that is not what is there, somebody else wrote. */
export const DIGEST = 'rhdh.modelcatalog.io/store-digest';
