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

/** Key of the state inside its ConfigMap's `data`. */
export const STATE_KEY = 'state.json';

/** Version of the layout; a newer one is not touched. */
export const FORMAT = 1;

/** What the store as a whole is at. */
export const State = z.object({
  format: z.literal(FORMAT),
  /** Raised by every write; also written into each shard, so that a late write of another process is refused. */
  generation: z.number().int(),
  synced: z.boolean(),
  completedSources: z.array(z.string()),
  /** Digest of what each shard must hold, by its number. */
  shards: z.array(z.string()),
  /** About how many bytes each blob ConfigMap holds, by its number. */
  blobs: z.array(z.number()),
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

/** Annotation of a shard with the generation that wrote it. */
export const GENERATION = 'rhdh.modelcatalog.io/store-generation';
