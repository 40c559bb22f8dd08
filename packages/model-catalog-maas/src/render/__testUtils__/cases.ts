import type { PublishableServer, RenderSettings } from '../../contract/types';
import { asked } from './servers';

const openApi = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'x', version: '2', summary: 's' },
  jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
  paths: {
    '/api/items/{item-id}': {
      get: {
        responses: {
          200: {
            description: 'ok',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Item' },
              },
            },
          },
        },
      },
    },
    '/metrics': { get: { responses: {} } },
  },
  components: {
    schemas: {
      Item: {
        type: 'object',
        properties: {
          name: { type: ['string', 'null'], examples: ['a'] },
          kind: { const: 'item' },
          other: {
            anyOf: [{ type: 'integer', exclusiveMinimum: 0 }, { type: 'null' }],
          },
        },
      },
      Unused: { type: 'string' },
    },
  },
});

/** One of each kind: profile, way of the key, plans, where the model is. */
export const CASES: [
  string,
  Partial<PublishableServer>,
  Partial<RenderSettings>,
][] = [
  ['vLLM', {}, {}],
  [
    'tokens',
    asked({ tokenMetrics: 'true', operations: 'responses,score,rerank' }),
    {},
  ],
  ['audio', asked({ operations: 'audio' }), {}],
  ['the older profile', asked({ authProfile: 'header-remove-bearer' }), {}],
  [
    'TEI',
    {
      runtimeImage: 'ghcr.io/huggingface/text-embeddings-inference:turing-1.5',
      modelFormat: 'sbert',
    },
    {},
  ],
  ['docling', asked({ profile: 'docling' }), { corsOrigins: [] }],
  [
    'Open Inference',
    { runtimeImage: 'quay.io/mlserver:1', modelFormat: 'sklearn' },
    { corsOrigins: ['https://a.example.com', 'https://b.example.com'] },
  ],
  [
    'an API of its own',
    { ...asked({ profile: 'custom' }), openApi },
    { providerAccount: 'tenant' },
  ],
  [
    'a model behind a token',
    { demandsToken: true },
    { modelTokenSecret: 'model-token' },
  ],
  [
    'an LLMInferenceService',
    { resource: 'llminferenceservice' },
    { wildcardDomain: undefined },
  ],
  [
    'paid plans',
    {},
    {
      plans: {
        default: [
          {
            systemName: 'gold',
            name: 'Gold',
            published: true,
            approvalRequired: true,
            limits: [
              { period: 'minute', value: 60, metric: 'hits' },
              {
                period: 'day',
                value: 1000,
                metric: 'post_v1_chat_completions',
              },
            ],
            costMonth: 12.5,
            setupFee: 3,
            trialDays: 30,
          },
        ],
      },
    },
  ],
];
