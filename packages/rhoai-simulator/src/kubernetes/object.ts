import { z } from 'zod/v4';

const stringMap = z.record(z.string(), z.string());

/** The metadata fields that the simulator reads; all others pass through. */
export const objectMetaSchema = z.looseObject({
  name: z.string().optional(),
  generateName: z.string().optional(),
  namespace: z.string().optional(),
  uid: z.string().optional(),
  resourceVersion: z.string().optional(),
  generation: z.number().optional(),
  creationTimestamp: z.string().nullish(),
  deletionTimestamp: z.string().nullish(),
  labels: stringMap.nullish(),
  annotations: stringMap.nullish(),
  finalizers: z.array(z.string()).nullish(),
});

/** Any Kubernetes object as it comes in a request body. */
export const incomingObjectSchema = z.looseObject({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  metadata: objectMetaSchema.default({}),
});

export type IncomingObject = z.infer<typeof incomingObjectSchema>;

/** An object as it is stored: named, versioned, immutable once stored. */
export interface StoredObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: StoredMeta;
  readonly [field: string]: unknown;
}

export interface StoredMeta extends z.infer<typeof objectMetaSchema> {
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly creationTimestamp: string;
}

/** A JSON object whose content nobody has looked at yet. */
export type JsonObject = Record<string, unknown>;

/** True for `{...}`; false for arrays, null and everything else. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `undefined`, null and `{}` mean the same in a map of strings. */
export function mapOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** A copy without some fields. */
export function omit(
  object: Readonly<JsonObject>,
  fields: readonly string[],
): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([field]) => !fields.includes(field)),
  );
}
