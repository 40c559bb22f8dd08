import type { JsonObject } from '../plainData';

/** What the operations of a template may say of the one server that they are made for. */
export type Subject = {
  /** The model that requests name when they leave the choice to us. */
  model: string;
  /** All that requests may name; empty when that is not known. */
  models: readonly string[];
  /** Inputs of the model, when the server describes them. */
  inputs: readonly JsonObject[];
};

/** One operation of a protocol, as a template. */
export type Operation = {
  /** Below the base. */
  path: string;
  method: 'get' | 'post';
  build(subject: Subject): JsonObject;
};

export type Operations = Readonly<Record<string, Operation>>;
export type Schemas = Readonly<Record<string, JsonObject>>;

/** The template of one protocol. */
export type Template = {
  /** As people call it. */
  title: string;
  version: string;
  operations: Operations;
  schemas: (subject: Subject) => Schemas;
};

const json = (schema: JsonObject, example?: JsonObject): JsonObject => ({
  'application/json': { schema, ...(example && { example }) },
});

export const ref = (name: string): JsonObject => ({
  $ref: `#/components/schemas/${name}`,
});

/** An answer of 200 with JSON of a schema, or with nothing worth describing. */
export const ok = (description: string, schema?: JsonObject): JsonObject => ({
  '200': { description, ...(schema && { content: json(schema) }) },
});

export const failed = (status: string, schema: JsonObject): JsonObject => ({
  [status]: {
    description: 'The request was not accepted',
    content: json(schema),
  },
});

export const jsonBody = (
  schema: JsonObject,
  example?: JsonObject,
): JsonObject => ({ required: true, content: json(schema, example) });

export const text: JsonObject = { type: 'string' };
export const integer: JsonObject = { type: 'integer' };
export const decimal: JsonObject = { type: 'number' };
export const flag: JsonObject = { type: 'boolean' };

export const list = (items: JsonObject): JsonObject => ({
  type: 'array',
  items,
});

export const said = (description: string, schema: JsonObject): JsonObject => ({
  ...schema,
  description,
});

/** An object of which the named properties must be there. */
export function object(
  properties: JsonObject,
  required: readonly string[] = [],
): JsonObject {
  return {
    type: 'object',
    ...(required.length > 0 && { required: [...required] }),
    properties,
  };
}

/** The field or path parameter that names the model: its values where they are known. */
export function modelName({ model, models }: Subject): JsonObject {
  return {
    type: 'string',
    default: model,
    example: model,
    ...(models.length > 0 && { enum: [...models] }),
  };
}

/** A required parameter in the path. */
export const inPath = (name: string, schema: JsonObject): JsonObject => ({
  name,
  in: 'path',
  required: true,
  schema,
});
