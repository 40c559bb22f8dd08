import { z } from 'zod/v4';
import {
  BeginLine,
  CatalogRecord,
  ModelCatalog,
  Snapshot,
  SourceStatus,
  TextLine,
} from '@model-catalog/common';

export type JsonSchema = Record<string, unknown>;

export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** A schema as a reader of an answer needs it: fields may be added later. */
function schemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    reused: 'inline',
  });
  return rest;
}

/** The same, with some properties given by hand. */
function withProperties(schema: z.ZodType, properties: JsonSchema): JsonSchema {
  const made = schemaOf(schema);
  return { ...made, properties: { ...Object(made.properties), ...properties } };
}

const lineOf = (type: string, properties: JsonSchema) => ({
  type: 'object',
  properties: { type: { const: type }, ...properties },
  required: ['type', ...Object.keys(properties)],
});

const string = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const sources = { type: 'array', items: ref('SourceStatus') };

/** What is in the answers, from the schemas by which the plugins read them. */
export const schemas = (): Record<string, JsonSchema> => ({
  SourceStatus: {
    description:
      'How much of a source is known. What is absent from a complete one is absent; what is absent from another may still exist.',
    ...schemaOf(SourceStatus),
  },
  Record: {
    description:
      'A model, or a model server. In `changes`, `server.API.spec` is `blob:<digest>` where `definition` is given; the text is at `/api/v1/texts`.',
    ...schemaOf(CatalogRecord),
  },
  ChangesLine: {
    description: 'One line: `begin`, then removals and records, then `end`.',
    oneOf: [
      ref('BeginLine'),
      ref('RecordLine'),
      ref('RemovedLine'),
      ref('EndLine'),
    ],
  },
  BeginLine: withProperties(BeginLine, { sources }),
  RecordLine: lineOf('record', { record: ref('Record') }),
  RemovedLine: lineOf('removed', { key: string }),
  EndLine: lineOf('end', { count }),
  TextLine: schemaOf(TextLine),
  Records: withProperties(Snapshot, {
    sources,
    records: { type: 'array', items: ref('Record') },
  }),
  Document: {
    description:
      'Models and at most one model server, as published in the model-catalog schema.',
    ...schemaOf(ModelCatalog),
  },
  UriList: {
    type: 'object',
    properties: { uris: { type: 'array', items: string } },
    required: ['uris'],
  },
  Error: {
    type: 'object',
    properties: { error: string },
    required: ['error'],
  },
});
