import type { PublishableServer, RenderSettings } from '../contract/types';
import { hasCrds, schemaErrors } from './__testUtils__/crds';
import { asked, definitionIn, rendered } from './__testUtils__/servers';
import { flawsOf } from './__testUtils__/validate';

jest.setTimeout(60_000);

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

const CASES: [string, Partial<PublishableServer>, Partial<RenderSettings>][] = [
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

if (!hasCrds) {
  process.stderr.write(
    'The definitions of the 3scale operator are not at hand: objects are not held to them\n',
  );
}

describe.each(CASES)('%s', (_, more, set) => {
  const offering = rendered(more, set);

  it('becomes a Backend, a Product, a definition and its ActiveDoc', () => {
    expect(
      offering.problems.filter(({ severity }) => severity === 'error'),
    ).toEqual([]);
    expect(offering.objects.map(({ kind }) => kind)).toEqual([
      'Backend',
      'Product',
      'Secret',
      'ActiveDoc',
    ]);
  });

  it('is what the definitions of the 3scale operator allow', () => {
    expect(offering.objects.flatMap(schemaErrors)).toEqual([]);
  });
});

it('each definition is one of OpenAPI 3.0', () => {
  const all = CASES.map(([, more, set]) => definitionIn(rendered(more, set)));
  expect(flawsOf(all)).toEqual(all.map(() => ''));
  expect(all.filter(({ openapi }) => openapi !== '3.0.3')).toEqual([]);
});
