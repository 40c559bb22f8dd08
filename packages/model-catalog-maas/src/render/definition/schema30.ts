import { isObject, type Json, type JsonObject } from '@model-catalog/node';

/** Keywords of JSON Schema that OpenAPI 3.0 does not know, and that say nothing a reader needs. */
const UNKNOWN = new Set([
  '$schema',
  '$id',
  '$anchor',
  '$comment',
  '$defs',
  '$dynamicRef',
  '$dynamicAnchor',
  '$vocabulary',
  'if',
  'then',
  'else',
  'contains',
  'minContains',
  'maxContains',
  'patternProperties',
  'propertyNames',
  'dependentSchemas',
  'dependentRequired',
  'dependencies',
  'unevaluatedItems',
  'unevaluatedProperties',
  'prefixItems',
  'contentSchema',
  'contentMediaType',
  'contentEncoding',
  'const',
  'examples',
  'definitions',
]);

const isNullType = (value: Json) =>
  isObject(value) && (value.type === 'null' || value.const === null);

/** `type: [string, "null"]` becomes `type: string, nullable: true`; several types one schema each. */
function typed(schema: JsonObject): JsonObject {
  const { type } = schema;
  if (type === 'null') {
    return { nullable: true };
  }
  if (!Array.isArray(type)) {
    return {};
  }
  const types = type.filter(one => one !== 'null');
  return {
    ...(types.length < type.length && { nullable: true }),
    ...(types.length === 1 && { type: types[0] ?? 'string' }),
    ...(types.length > 1 &&
      !Array.isArray(schema.anyOf) && {
        anyOf: types.map(one => ({
          type: one,
          ...(one === 'array' && { items: toSchema30(schema.items ?? {}) }),
        })),
      }),
  };
}

/** Limits that exclude their own value are a number in 3.1, and a switch in 3.0. */
function bounds(schema: JsonObject): JsonObject {
  const { exclusiveMinimum, exclusiveMaximum } = schema;
  return {
    ...(typeof exclusiveMinimum === 'number' && {
      minimum: exclusiveMinimum,
      exclusiveMinimum: true,
    }),
    ...(typeof exclusiveMaximum === 'number' && {
      maximum: exclusiveMaximum,
      exclusiveMaximum: true,
    }),
  };
}

function replaced(schema: JsonObject): JsonObject {
  const { const: only, examples, contentEncoding, prefixItems } = schema;
  const [example] = Array.isArray(examples) ? examples : [];
  return {
    ...(only !== undefined && only !== null && { enum: [only] }),
    ...(example !== undefined && { example }),
    ...(contentEncoding === 'base64' && { format: 'byte' }),
    ...(prefixItems !== undefined && { items: {} }),
  };
}

/** Alternatives with null among them: what is left may be null. */
function alternatives(key: 'anyOf' | 'oneOf', schema: JsonObject): JsonObject {
  const all = schema[key];
  if (!Array.isArray(all)) {
    return {};
  }
  const kept = all.filter(one => !isNullType(one)).map(toSchema30);
  return {
    ...(kept.length > 0 && { [key]: kept }),
    ...(kept.length < all.length && { nullable: true }),
  };
}

function properties(schema: JsonObject): JsonObject {
  return isObject(schema.properties)
    ? {
        properties: Object.fromEntries(
          Object.entries(schema.properties).map(([name, one]) => [
            name,
            toSchema30(one),
          ]),
        ),
      }
    : {};
}

/** The schemas that a schema holds. */
function inner(schema: JsonObject): JsonObject {
  const { allOf, not, items, additionalProperties } = schema;
  return {
    ...properties(schema),
    ...(Array.isArray(allOf) && { allOf: allOf.map(toSchema30) }),
    ...(not !== undefined && { not: toSchema30(not) }),
    ...(items !== undefined && { items: toSchema30(items) }),
    ...(isObject(additionalProperties) && {
      additionalProperties: toSchema30(additionalProperties),
    }),
  };
}

const REPLACED = [
  'type',
  'anyOf',
  'oneOf',
  'required',
  'exclusiveMinimum',
  'exclusiveMaximum',
];

/**
 * A schema of OpenAPI 3.1 (JSON Schema 2020-12) in the words of 3.0; one of
 * 3.0 stays as it is. What 3.0 cannot say is left out, so that it allows
 * more, never less.
 */
export function toSchema30(schema: Json): JsonObject {
  if (!isObject(schema)) {
    return schema === false ? { not: {} } : {};
  }
  const { $ref, ...beside } = schema;
  if (typeof $ref === 'string') {
    return Object.keys(beside).length === 0
      ? { $ref }
      : { ...toSchema30(beside), allOf: [{ $ref }] };
  }
  const { required } = schema;
  const plain = Object.fromEntries(
    Object.entries(schema).filter(
      ([key, value]) =>
        !UNKNOWN.has(key) &&
        (!REPLACED.includes(key) ||
          (key === 'type' && value !== 'null' && !Array.isArray(value)) ||
          (key.startsWith('exclusive') && typeof value === 'boolean')),
    ),
  );
  const made: JsonObject = {
    ...plain,
    ...(Array.isArray(required) && required.length > 0 && { required }),
    ...inner(schema),
    ...alternatives('anyOf', schema),
    ...alternatives('oneOf', schema),
    ...typed(schema),
    ...bounds(schema),
    ...replaced(schema),
  };
  return made.type === 'array' && made.items === undefined
    ? { ...made, items: {} }
    : made;
}
