import { z } from 'zod/v4';

const text = z.string();
const properties = z.record(text, text).optional();
const state = z.enum(['LIVE', 'ARCHIVED']).optional();

const artifactSchema = z.strictObject({
  name: text,
  uri: text,
  description: text.optional(),
  format: text.optional(),
  formatVersion: text.optional(),
  /** The catalog model that this was registered from. */
  catalog: z.strictObject({ source: text, model: text }).optional(),
});

const versionSchema = z.strictObject({
  name: text,
  description: text.optional(),
  author: text.optional(),
  state,
  /** Custom properties; an empty value is a label (tag). */
  properties,
  artifacts: z.array(artifactSchema).default([]),
});

const modelSchema = z.strictObject({
  name: text,
  description: text.optional(),
  owner: text.optional(),
  state,
  properties,
  versions: z.array(versionSchema),
});

const serverSchema = z.strictObject({
  kind: z
    .enum(['InferenceService', 'LLMInferenceService'])
    .default('InferenceService'),
  name: text,
  namespace: text,
  displayName: text.optional(),
  description: text.optional(),
  /** Registered model and version that it serves; without them it is known to KServe only. */
  model: text.optional(),
  version: text.optional(),
  /** Name of the registry that these are in; the world's own unless given. */
  registry: text.optional(),
  format: text.default('vLLM'),
  runtime: text.optional(),
  storageUri: text,
  /** Arguments of the runtime; `--served-model-name=` sets the model's id. */
  args: z.array(text).default([]),
  /** How KServe deploys it: `Standard` (RawDeployment), `Knative` (Serverless), `ModelMesh`. */
  mode: z.enum(['Standard', 'Knative', 'ModelMesh']).default('Standard'),
  /** Protocol of the runtime, where it is not V2. */
  protocolVersion: text.optional(),
  auth: z.boolean().default(false),
  exposed: z.boolean().default(true),
  annotations: z.record(text, text).default({}),
  labels: z.record(text, text).default({}),
  /**
   * | state | |
   * |---|---|
   * | ready | running |
   * | stopped | deployed, and stopped by annotation |
   * | scaled-to-zero | deployed and ready, and no replica runs until a request comes |
   * | failed, pending | deployed, and never becomes ready |
   * | absent | prepared only: the command `deploy <name>` deploys it |
   */
  state: z
    .enum(['ready', 'stopped', 'scaled-to-zero', 'failed', 'pending', 'absent'])
    .default('ready'),
  message: text.optional(),
});

/** world.yaml: what a simulated OpenShift AI contains at the start. */
export const worldSchema = z.strictObject({
  registry: z.strictObject({ name: text }).default({ name: 'model-registry' }),
  namespaces: z
    .array(
      z.strictObject({
        name: text,
        displayName: text.optional(),
        description: text.optional(),
      }),
    )
    .default([]),
  models: z.array(modelSchema).default([]),
  servers: z.array(serverSchema).default([]),
});

export type World = z.infer<typeof worldSchema>;
export type WorldModel = z.infer<typeof modelSchema>;
export type WorldVersion = z.infer<typeof versionSchema>;
export type WorldArtifact = z.infer<typeof artifactSchema>;
export type WorldServer = z.infer<typeof serverSchema>;
export type WorldModelInput = z.input<typeof modelSchema>;
export type WorldServerInput = z.input<typeof serverSchema>;

/** Fills in the defaults of a model that was written short. */
export function toWorldModel(input: WorldModelInput): WorldModel {
  return modelSchema.parse(input);
}

/** Fills in the defaults of a server that was written short. */
export function toWorldServer(input: WorldServerInput): WorldServer {
  return serverSchema.parse(input);
}
