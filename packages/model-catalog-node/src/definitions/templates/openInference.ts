import {
  failed,
  inPath,
  integer,
  jsonBody,
  list,
  modelName,
  object,
  ok,
  ref,
  text,
  type Operation,
  type Operations,
  type Schemas,
  type Subject,
  type Template,
} from './operation';
import type { JsonObject } from '../plainData';

const health = (kind: 'live' | 'ready', summary: string): Operation => ({
  path: `/v2/health/${kind}`,
  method: 'get',
  build: () => ({
    operationId: `server${kind === 'live' ? 'Live' : 'Ready'}`,
    summary,
    responses: ok('It is'),
  }),
});

/** An example of a request: the model's own inputs, where the server tells them. */
function exampleInput({ inputs }: Subject): JsonObject {
  const known = inputs.length > 0;
  const stand = { name: 'input-0', shape: [1, 4], datatype: 'FP32' };
  return {
    inputs: (known ? inputs : [stand]).map(input => ({ ...input, data: [] })),
  };
}

type Level = 'model' | 'version';

/** The paths of one model, with and without a version. */
function modelOperations(level: Level): Operations {
  const isVersion = level === 'version';
  const path = `/v2/models/{model_name}${
    isVersion ? '/versions/{model_version}' : ''
  }`;
  const name = (verb: string) => `${verb}${isVersion ? 'OfVersion' : ''}`;
  const parameters = (subject: Subject) => [
    inPath('model_name', modelName(subject)),
    ...(isVersion ? [inPath('model_version', { ...text, example: '1' })] : []),
  ];
  return {
    [name('metadata')]: {
      path,
      method: 'get',
      build: subject => ({
        operationId: name('modelMetadata'),
        summary: 'Describes the inputs and outputs of the model',
        parameters: parameters(subject),
        responses: ok('The description', ref('ModelMetadata')),
      }),
    },
    [name('ready')]: {
      path: `${path}/ready`,
      method: 'get',
      build: subject => ({
        operationId: name('modelReady'),
        summary: 'Whether the model can be used now',
        parameters: parameters(subject),
        responses: ok('It can'),
      }),
    },
    [name('infer')]: {
      path: `${path}/infer`,
      method: 'post',
      build: subject => ({
        operationId: name('modelInfer'),
        summary: 'Runs the model on the given inputs',
        parameters: parameters(subject),
        requestBody: jsonBody(ref('InferenceRequest'), exampleInput(subject)),
        responses: {
          ...ok('The outputs', ref('InferenceResponse')),
          ...failed('400', ref('InferenceError')),
        },
      }),
    },
  };
}

const operations: Operations = {
  server: {
    path: '/v2',
    method: 'get',
    build: () => ({
      operationId: 'serverMetadata',
      summary: 'Describes the server',
      responses: ok('The description', ref('ServerMetadata')),
    }),
  },
  live: health('live', 'Whether the server runs'),
  serverReady: health('ready', 'Whether all models can be used now'),
  ...modelOperations('model'),
  ...modelOperations('version'),
};

const shape = list(integer);
const parameters: JsonObject = { type: 'object', additionalProperties: true };
const data: JsonObject = {
  type: 'array',
  description: 'Values in row-major order, flat or nested as the shape is',
  items: {},
};
const datatype: JsonObject = {
  type: 'string',
  example: 'FP32',
  description:
    'BOOL, UINT8 to UINT64, INT8 to INT64, FP16, FP32, FP64 or BYTES',
};

function schemas(): Schemas {
  const tensor = object({ name: text, datatype, shape }, [
    'name',
    'datatype',
    'shape',
  ]);
  const value = object({ name: text, shape, datatype, parameters, data }, [
    'name',
    'shape',
    'datatype',
    'data',
  ]);
  return {
    ServerMetadata: object(
      { name: text, version: text, extensions: list(text) },
      ['name', 'version'],
    ),
    ModelMetadata: object(
      {
        name: text,
        versions: list(text),
        platform: text,
        inputs: list(tensor),
        outputs: list(tensor),
      },
      ['name', 'platform'],
    ),
    Tensor: value,
    InferenceRequest: object(
      {
        id: text,
        parameters,
        inputs: list(ref('Tensor')),
        outputs: list(object({ name: text, parameters }, ['name'])),
      },
      ['inputs'],
    ),
    InferenceResponse: object(
      {
        model_name: text,
        model_version: text,
        id: text,
        parameters,
        outputs: list(ref('Tensor')),
      },
      ['model_name', 'outputs'],
    ),
    InferenceError: object({ error: text }),
  };
}

/** Open Inference Protocol V2 over REST. */
export const OPEN_INFERENCE: Template = {
  title: 'Open Inference Protocol V2',
  version: 'v2',
  operations,
  schemas,
};
