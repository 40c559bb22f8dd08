import {
  flag,
  inPath,
  jsonBody,
  list,
  modelName,
  object,
  ok,
  ref,
  text,
  type Operation,
  type Template,
} from './operation';

const act = (verb: 'predict' | 'explain', summary: string): Operation => ({
  path: `/v1/models/{model_name}:${verb}`,
  method: 'post',
  build: subject => ({
    operationId: verb,
    summary,
    parameters: [inPath('model_name', modelName(subject))],
    requestBody: jsonBody(ref('Instances'), { instances: [[0.1, 0.2, 0.3]] }),
    responses: ok(
      'One result for each instance',
      ref(verb === 'predict' ? 'Predictions' : 'Explanations'),
    ),
  }),
});

const instances = {
  type: 'array',
  description:
    'What the model is asked about, in the form that it was trained on',
  items: {},
};

/** The first protocol of KServe, which TensorFlow Serving began. */
export const KSERVE_V1: Template = {
  title: 'KServe V1',
  version: 'v1',
  operations: {
    list: {
      path: '/v1/models',
      method: 'get',
      build: () => ({
        operationId: 'listModels',
        summary: 'Lists the models',
        responses: ok('Their names', ref('ModelNames')),
      }),
    },
    status: {
      path: '/v1/models/{model_name}',
      method: 'get',
      build: subject => ({
        operationId: 'modelStatus',
        summary: 'Whether the model can be used now',
        parameters: [inPath('model_name', modelName(subject))],
        responses: ok('Its state', ref('ModelStatus')),
      }),
    },
    predict: act('predict', 'Runs the model on the given instances'),
    explain: act(
      'explain',
      'Explains what the model says of the given instances',
    ),
  },
  schemas: () => ({
    ModelNames: object({ models: list(text) }),
    ModelStatus: object({ name: text, ready: flag }),
    Instances: object({ instances }, ['instances']),
    Predictions: object({ predictions: list({}) }, ['predictions']),
    Explanations: object({ explanations: list({}) }, ['explanations']),
  }),
};
