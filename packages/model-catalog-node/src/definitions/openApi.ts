import { z } from 'zod/v4';
import { isObject, type Json, type JsonObject } from './plainData';

/** YAML makes a number of `version: 1`. An object is not asked how it writes itself: that may throw. */
const Written = z.union([z.string(), z.number()]).transform(String);

/** The least that makes a document one that a page can show. */
const Described = z.object({
  info: z.object({ title: z.string(), version: Written.optional() }),
});
const V3 = z.string().regex(/^3\.\d/, 'is not 3.x');
const V2 = Written.refine(text => /^2(\.0)?$/.test(text), 'is not 2.0');

/** Why a document is none; `field` is where. */
export type Flaw = { field?: string; reason: string };

export type OpenApiReading =
  | { ok: true; version: 2 | 3; document: JsonObject }
  | ({ ok: false } & Flaw);

function flawOf(error: z.ZodError, at?: string): Flaw {
  const [first] = error.issues;
  const path = [at, ...(first?.path ?? []).map(String)].filter(Boolean);
  return {
    field: path.length > 0 ? path.join('.') : undefined,
    reason: first?.message ?? 'is not understood',
  };
}

/**
 * Whether `value` is an OpenAPI document.
 *
 * | document | reading |
 * |---|---|
 * | `openapi: 3.x`, `info` with a title, `paths` an object or absent | version 3 |
 * | `swagger: "2.0"`, likewise | version 2 |
 * | anything else | the field and what is wrong with it |
 */
export function readOpenApi(value: Json): OpenApiReading {
  if (!isObject(value) || !('openapi' in value || 'swagger' in value)) {
    return {
      ok: false,
      reason: 'is no OpenAPI document: neither openapi 3.x nor swagger 2.0',
    };
  }
  const is3 = 'openapi' in value;
  const [field, schema] = is3 ? ['openapi', V3] : ['swagger', V2];
  const version = schema.safeParse(value[field]);
  if (!version.success) {
    return { ok: false, ...flawOf(version.error, field) };
  }
  const described = Described.safeParse(value);
  if (!described.success) {
    return { ok: false, ...flawOf(described.error) };
  }
  // Not z.record: it throws at an object whose key `constructor` holds null.
  if (value.paths !== undefined && !isObject(value.paths)) {
    return { ok: false, field: 'paths', reason: 'is no object' };
  }
  return { ok: true, version: is3 ? 3 : 2, document: value };
}
