import {
  CHANGES_PATH,
  MAX_TEXTS,
  MAX_WAIT_SECONDS,
  NDJSON,
  SNAPSHOT_PATH,
  TEXTS_PATH,
} from '@model-catalog/common';
import { type JsonSchema, ref, schemas } from './schemas';

export const OPENAPI_PATH = '/api/v1/openapi.json';

const string = { type: 'string' };

const ETAG = { ETag: { schema: string } };

const content = (type: string, schema: JsonSchema) => ({
  content: { [type]: { schema } },
});

const json = (description: string, schema: JsonSchema) => ({
  description,
  ...content('application/json', schema),
});

const ERRORS = {
  '401': {
    ...json('No valid token, where one is configured', ref('Error')),
    headers: { 'WWW-Authenticate': { schema: string } },
  },
  '403': json(
    'Asked by a name that is not known, where no token is configured',
    ref('Error'),
  ),
  '503': {
    ...json(
      'Nothing may be said yet: keep what you have and ask again',
      ref('Error'),
    ),
    headers: { 'Retry-After': { schema: { type: 'integer' } } },
  },
};

const NOT_MODIFIED = {
  '304': { description: 'As it was when this ETag was given', headers: ETAG },
};
const BAD_QUERY = {
  '400': json('A parameter that cannot be read, by its name', ref('Error')),
};
const NOT_FOUND = { '404': json('There is none', ref('Error')) };

type Named = { name: string; description: string; schema?: JsonSchema };

const query = ({ schema = string, ...named }: Named, required = false) => ({
  in: 'query',
  ...named,
  required,
  schema,
});

const inPath = (name: string) => ({
  in: 'path',
  name,
  required: true,
  schema: string,
});

const ifNoneMatch = {
  in: 'header',
  name: 'If-None-Match',
  description: 'ETags that you have.',
  schema: string,
};

const changes = {
  operationId: 'getChanges',
  summary: 'Every record, or what changed since a revision',
  description:
    'One JSON object per line. An answer without its `end` line was cut off: take nothing of it. `begin.since` is there when only changes follow; without it every record follows.',
  parameters: [
    query({
      name: 'since',
      description:
        'Revision of your last answer. One that is not remembered is passed over.',
      schema: { ...string, maxLength: 256 },
    }),
    query({
      name: 'wait',
      description: `Seconds to wait for something new when If-None-Match names what there is; at most ${MAX_WAIT_SECONDS}.`,
      schema: { type: 'number', minimum: 0 },
    }),
    ifNoneMatch,
  ],
  responses: {
    '200': {
      description: 'Lines',
      headers: ETAG,
      ...content(NDJSON, ref('ChangesLine')),
    },
    ...NOT_MODIFIED,
    ...BAD_QUERY,
    ...ERRORS,
  },
};

const texts = {
  operationId: 'getTexts',
  summary: 'Long texts by digest',
  description:
    'One JSON object per line, in the order asked for. Texts that are not there are left out.',
  parameters: [
    {
      ...query(
        {
          name: 'digest',
          description: `SHA-256 in hexadecimal digits, given once for each text; at most ${MAX_TEXTS}.`,
          schema: {
            type: 'array',
            items: { ...string, pattern: '^[0-9a-f]{64}$' },
            minItems: 1,
            maxItems: MAX_TEXTS,
          },
        },
        true,
      ),
      style: 'form',
      explode: true,
    },
  ],
  responses: {
    '200': { description: 'Lines', ...content(NDJSON, ref('TextLine')) },
    ...BAD_QUERY,
    ...ERRORS,
  },
};

const records = {
  operationId: 'getRecords',
  summary: 'Everything in one JSON answer, API definitions filled in',
  parameters: [ifNoneMatch],
  responses: {
    '200': { ...json('Every record', ref('Records')), headers: ETAG },
    ...NOT_MODIFIED,
    ...ERRORS,
  },
};

const list = {
  operationId: 'getList',
  summary: 'Paths of the documents',
  responses: { '200': json('Paths', ref('UriList')), ...ERRORS },
};

const document = {
  operationId: 'getDocument',
  summary: 'One document of the model catalog',
  parameters: [inPath('first'), inPath('second')],
  responses: {
    '200': json('The document', ref('Document')),
    ...NOT_FOUND,
    ...ERRORS,
  },
};

const card = {
  operationId: 'getModelCard',
  summary: 'A model card, or how a model server is called, in Markdown',
  parameters: [
    query({
      name: 'key',
      description: 'Key of the card; only with `server` it may be left out.',
    }),
    query({
      name: 'server',
      description:
        'Key of the record of a model server: how it is called stands above its card, or is the answer where no card is asked for.',
    }),
    query({
      name: 'urls',
      description:
        '`external`: of the server, only a URL outside of the cluster may be shown.',
    }),
    ifNoneMatch,
  ],
  responses: {
    '200': {
      description: 'The card',
      headers: ETAG,
      ...content('text/markdown', string),
    },
    ...NOT_MODIFIED,
    ...NOT_FOUND,
    ...ERRORS,
  },
};

const openapi = {
  operationId: 'getOpenApi',
  summary: 'This document',
  responses: {
    '200': json('OpenAPI 3.1', { type: 'object' }),
    '401': ERRORS['401'],
    '403': ERRORS['403'],
  },
};

/** The location service in OpenAPI 3.1. */
export const openApiDocument = () => ({
  openapi: '3.1.0',
  info: {
    title: 'Location service of the OpenShift AI connector for Developer Hub',
    version: '1.0.0',
    description:
      'Read-only. HEAD is served where GET is; other methods are answered with 405. Answers are compressed with gzip where the client takes it.',
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: 'http://localhost:9090' }],
  security: [{}, { token: [] }],
  paths: {
    [CHANGES_PATH]: { get: changes },
    [TEXTS_PATH]: { get: texts },
    [SNAPSHOT_PATH]: { get: records },
    [OPENAPI_PATH]: { get: openapi },
    '/list': { get: list },
    '/modelcard': { get: card },
    '/{first}/{second}/model-catalog.json': { get: document },
  },
  components: {
    securitySchemes: {
      token: {
        type: 'http',
        scheme: 'bearer',
        description: 'LOCATION_TOKEN, where it is set',
      },
    },
    schemas: schemas(),
  },
});
