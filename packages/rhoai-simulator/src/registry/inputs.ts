import { z } from 'zod/v4';
import { badRequest } from './errors';
import { ApiError } from './errors';
import { parseInt32 } from './ids';
import { MetadataValue } from './types';

const stringValue = z.object({
  metadataType: z.literal('MetadataStringValue'),
  string_value: z.string(),
});
const intValue = z.object({
  metadataType: z.literal('MetadataIntValue'),
  int_value: z.string(),
});
const doubleValue = z.object({
  metadataType: z.literal('MetadataDoubleValue'),
  double_value: z.number(),
});
const boolValue = z.object({
  metadataType: z.literal('MetadataBoolValue'),
  bool_value: z.boolean(),
});
const structValue = z.object({
  metadataType: z.literal('MetadataStructValue'),
  struct_value: z.string(),
});
const protoValue = z.object({
  metadataType: z.literal('MetadataProtoValue'),
  type: z.string(),
  proto_value: z.string(),
});

/** One custom property, as sent and answered. */
export const metadataValueSchema = z.discriminatedUnion('metadataType', [
  stringValue,
  intValue,
  doubleValue,
  boolValue,
  structValue,
  protoValue,
]);

const base = {
  externalId: z.string().optional(),
  description: z.string().optional(),
  customProperties: z.record(z.string(), metadataValueSchema).optional(),
};
const named = { ...base, name: z.string().optional() };
const modelState = z.enum(['LIVE', 'ARCHIVED']).optional();
const text = z.string().optional();

const plainModelFields = { owner: text, state: modelState };
const describingFields = {
  readme: text,
  maturity: text,
  language: z.array(z.string()).optional(),
  tasks: z.array(z.string()).optional(),
  provider: text,
  logo: text,
  license: text,
  licenseLink: text,
  libraryName: text,
};
const modelFields = { ...plainModelFields, ...describingFields };
/** What registered models have from RHOAI 2.22 on. */
export const DESCRIBING_FIELDS: readonly string[] =
  Object.keys(describingFields);
const versionFields = { state: modelState, author: text };
const serviceFields = {
  modelVersionId: text,
  runtime: text,
  desiredState: z.enum(['DEPLOYED', 'UNDEPLOYED']).optional(),
};
const artifactState = z
  .enum([
    'UNKNOWN',
    'PENDING',
    'LIVE',
    'MARKED_FOR_DELETION',
    'DELETED',
    'ABANDONED',
    'REFERENCE',
  ])
  .optional();
const executionState = z
  .enum([
    'UNKNOWN',
    'NEW',
    'RUNNING',
    'COMPLETE',
    'FAILED',
    'CACHED',
    'CANCELED',
  ])
  .optional();

const artifactFields = {
  artifactType: text,
  uri: text,
  state: artifactState,
  modelFormatName: text,
  modelFormatVersion: text,
  storageKey: text,
  storagePath: text,
  serviceAccountName: text,
  modelSourceKind: text,
  modelSourceClass: text,
  modelSourceGroup: text,
  modelSourceId: text,
  modelSourceName: text,
  digest: text,
  sourceType: text,
  source: text,
  schema: text,
  profile: text,
  value: z.union([z.number(), z.string()]).optional(),
  timestamp: text,
  step: z.number().int().optional(),
  parameterType: text,
};

export const modelInput = z.strictObject({ ...named, ...modelFields });
export const modelPatch = z.strictObject({ ...base, ...modelFields });
/** The same before RHOAI 2.22. */
export const plainModelInput = z.strictObject({
  ...named,
  ...plainModelFields,
});
export const plainModelPatch = z.strictObject({ ...base, ...plainModelFields });
export const versionInput = z.strictObject({
  ...named,
  ...versionFields,
  registeredModelId: text,
});
export const versionPatch = z.strictObject({ ...base, ...versionFields });
export const environmentInput = z.strictObject(named);
export const environmentPatch = z.strictObject(base);
export const serviceInput = z.strictObject({
  ...named,
  ...serviceFields,
  registeredModelId: text,
  servingEnvironmentId: text,
});
export const servicePatch = z.strictObject({ ...base, ...serviceFields });
export const serveInput = z.strictObject({
  ...named,
  modelVersionId: text,
  lastKnownState: executionState,
});
/** The servers take an artifact leniently: fields they do not know are dropped. */
export const artifactInput = z.object({
  ...named,
  ...artifactFields,
  id: text,
});
export const artifactPatch = z.object({ ...base, ...artifactFields });

export type ModelInput = z.infer<typeof modelInput>;
export type ModelPatch = z.infer<typeof modelPatch>;
export type VersionInput = z.infer<typeof versionInput>;
export type VersionPatch = z.infer<typeof versionPatch>;
export type EnvironmentInput = z.infer<typeof environmentInput>;
export type EnvironmentPatch = z.infer<typeof environmentPatch>;
export type ServiceInput = z.infer<typeof serviceInput>;
export type ServicePatch = z.infer<typeof servicePatch>;
export type ServeInput = z.infer<typeof serveInput>;
export type ArtifactInput = z.infer<typeof artifactInput>;
export type ArtifactPatch = z.infer<typeof artifactPatch>;

/**
 * Reads a request body: JSON, where `null` means absent.
 * A body that does not fit is 400, with the name of the field.
 */
export function parseBody<T>(schema: z.ZodType<T>, body: string): T {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new ApiError(400, body === '' ? 'EOF' : 'invalid JSON in the body');
  }
  const result = schema.safeParse(withoutNulls(json));
  if (result.success) {
    return result.data;
  }
  const issue = result.error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    throw new ApiError(400, `json: unknown field "${issue.keys[0]}"`);
  }
  const where = issue?.path.map(String).join('.') ?? '';
  throw new ApiError(
    400,
    `json: cannot unmarshal field ${where}: ${issue?.message}`,
  );
}

function withoutNulls(json: unknown): unknown {
  const object = z.record(z.string(), z.unknown()).safeParse(json);
  if (!object.success) {
    return json;
  }
  return Object.fromEntries(
    Object.entries(object.data).filter(([, value]) => value !== null),
  );
}

/** Integers are stored in 32 bits: a larger one is refused with 400. */
export function checkProperties(
  properties: Record<string, MetadataValue> | undefined,
): void {
  for (const value of Object.values(properties ?? {})) {
    if (value.metadataType === 'MetadataIntValue') {
      const parsed = parseInt32(value.int_value);
      if (typeof parsed !== 'number') {
        throw badRequest(parsed.problem);
      }
    }
  }
}
