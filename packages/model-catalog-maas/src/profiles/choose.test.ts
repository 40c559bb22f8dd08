import { readAsked } from '../contract/asked';
import { ASKED } from '../contract/labels';
import type { PublishableServer } from '../contract/types';
import { chooseProfile } from './choose';
import { customProfileOf } from './custom';
import { profileOf } from './detect';

const base: PublishableServer = {
  resource: 'inferenceservice',
  namespace: 'demo',
  name: 'granite',
  uid: '',
  labels: {},
  annotations: {},
  demandsToken: false,
};

describe('the profile of', () => {
  it.each([
    ['quay.io/modh/vllm:rhoai-2.12', 'vLLM', 'vllm-openai'],
    [
      'registry.redhat.io/rhoai/odh-vllm-cuda-rhel9@sha256:00',
      undefined,
      'vllm-openai',
    ],
    ['vllm/vllm-openai', undefined, 'vllm-openai'],
    [
      'ghcr.io/huggingface/text-generation-inference:3',
      undefined,
      'vllm-openai',
    ],
    ['kserve/huggingfaceserver:v0.17.0', 'huggingface', 'vllm-openai'],
    [
      'ghcr.io/huggingface/text-embeddings-inference:turing-1.5',
      'sbert',
      'tei',
    ],
    [undefined, 'sbert', 'tei'],
    ['quay.io/example/docling-serve:1', undefined, 'docling'],
    [
      'quay.io/opendatahub/openvino_model_server:1',
      'openvino_ir',
      'open-inference-v2',
    ],
    ['docker.io/seldonio/mlserver:1.3', 'sklearn', 'open-inference-v2'],
    ['nvcr.io/nvidia/tritonserver:24', 'onnx', 'open-inference-v2'],
    [undefined, 'onnx', 'open-inference-v2'],
    [undefined, 'vLLM', 'vllm-openai'],
    ['vllm.example.com/team/own:1', undefined, undefined],
    ['quay.io/me/own:1', 'pickle', undefined],
    [undefined, undefined, undefined],
  ])('image %s, format %s is %s', (runtimeImage, modelFormat, expected) => {
    expect(profileOf({ ...base, runtimeImage, modelFormat })).toBe(expected);
  });

  it('an LLMInferenceService is vllm-openai', () => {
    expect(profileOf({ ...base, resource: 'llminferenceservice' })).toBe(
      'vllm-openai',
    );
  });

  it('what nobody knows is custom when it has a document', () => {
    expect(profileOf({ ...base, openApi: '{}' })).toBe('custom');
  });
});

const choose = (
  more: Partial<PublishableServer>,
  annotations: Partial<Record<keyof typeof ASKED, string>> = {},
) => {
  const written = Object.entries(ASKED).flatMap(([name, key]) => {
    const value = Object.entries(annotations).find(
      ([one]) => one === name,
    )?.[1];
    return value === undefined ? [] : [[key, value] as const];
  });
  const server = { ...base, ...more, annotations: Object.fromEntries(written) };
  return chooseProfile(server, readAsked(server).asked);
};

describe('a server', () => {
  it('that says its profile has it, whatever its runtime', () => {
    const { profile } = choose({ modelFormat: 'vLLM' }, { profile: 'tei' });
    expect(profile?.name).toBe('tei');
  });

  it('that nobody knows must say it', () => {
    expect(choose({})).toEqual({
      problems: [
        {
          field: `metadata.annotations["${ASKED.profile}"]`,
          message: expect.stringContaining('vllm-openai, tei, docling'),
          severity: 'error',
        },
      ],
    });
  });

  it('gets more operations by name', () => {
    const paths = (operations?: string) =>
      choose({ modelFormat: 'vLLM' }, { operations }).profile?.operations.map(
        ({ path }) => path,
      );
    expect(paths()).not.toContain('/v1/responses');
    expect(paths('responses,audio')).toEqual(
      expect.arrayContaining(['/v1/responses', '/v1/audio/transcriptions']),
    );
  });

  it.each([
    ['vllm-openai', 'it has responses, rerank, score, audio'],
    ['tei', 'it has nothing to add'],
  ])(
    'of %s that names an unknown one is told what there is',
    (profile, told) => {
      expect(
        choose({}, { profile, operations: 'constructor' }).problems,
      ).toEqual([
        {
          field: `metadata.annotations["${ASKED.operations}"]`,
          message: expect.stringContaining(told),
          severity: 'error',
        },
      ]);
    },
  );

  it.each([
    [
      'no document',
      undefined,
      'there is no OpenAPI document of the server: give it one by the annotation rhdh.io/apispec, e.g. what the catalog shows of it',
    ],
    ['no document at all', 'nonsense: [', 'the OpenAPI document of the server'],
    ['an HTML page', '<html></html>', 'no OpenAPI document'],
    [
      'no operation',
      '{"openapi":"3.1.0","info":{"title":"x"},"paths":{"/metrics":{"get":{}}}}',
      'offers no operation',
    ],
  ])('of its own API with %s is an error', (_, openApi, message) => {
    const { profile, problems } = choose({ openApi }, { profile: 'custom' });
    expect(profile).toBeUndefined();
    expect(problems).toEqual([
      expect.objectContaining({
        message: expect.stringContaining(message),
        severity: 'error',
      }),
    ]);
  });
});

describe('an API of its own', () => {
  const document = (paths: object, version: object = { openapi: '3.1.0' }) =>
    JSON.stringify({ ...version, info: { title: 'x', version: '1' }, paths });

  it.each([
    [{ openapi: '3.1.0' }],
    [{ openapi: '3.0.3' }],
    [{ swagger: '2.0' }],
  ])('%j offers its operations', version => {
    const { operations } = customProfileOf(
      document(
        {
          '/api/items/{item-id}': {
            parameters: [],
            get: { summary: 'One\nitem' },
            delete: {},
          },
          '/v1/chat/completions': { post: {} },
        },
        version,
      ),
    );
    expect(operations).toEqual([
      {
        method: 'get_api_items_item_id',
        verb: 'GET',
        path: '/api/items/{item-id}',
        title: 'One item',
      },
      {
        method: 'delete_api_items_item_id',
        verb: 'DELETE',
        path: '/api/items/{item-id}',
        title: 'DELETE /api/items/{item-id}',
      },
      {
        method: 'post_v1_chat_completions',
        verb: 'POST',
        path: '/v1/chat/completions',
        title: 'POST /v1/chat/completions',
        tokens: true,
      },
    ]);
  });

  it('leaves out what is not for callers, and says why', () => {
    const { operations, leftOut } = customProfileOf(
      document({
        '/metrics': { get: {} },
        '/load_lora_adapter': { post: {} },
        '/docs': { get: {} },
        '/a(b)': { get: {} },
        '/ok': { get: {}, trace: {}, 'x-own': {} },
      }),
    );
    expect(operations.map(({ method }) => method)).toEqual(['get_ok']);
    expect(leftOut.map(({ path }) => path)).toEqual([
      '/metrics',
      '/load_lora_adapter',
      '/docs',
      '/a(b)',
    ]);
  });

  it('has one method for paths that differ in their parameters only', () => {
    const { operations } = customProfileOf(
      document({ '/a/{x}': { get: {} }, '/a/{y}': { get: {} } }),
    );
    expect(operations).toHaveLength(1);
  });

  it('gives each method a name of its own', () => {
    const { operations } = customProfileOf(
      document({
        '/a-b': { get: {} },
        '/a_b': { get: {} },
        '/a/b': { get: {} },
      }),
    );
    expect(operations.map(({ method }) => method)).toEqual([
      'get_a_b',
      'get_a_b_2',
      'get_a_b_3',
    ]);
  });

  it('of more operations than anyone subscribes to is refused', () => {
    const paths = Object.fromEntries(
      Array.from({ length: 201 }, (_, index) => [`/p${index}`, { get: {} }]),
    );
    expect(customProfileOf(document(paths)).flaw).toContain('201');
  });
});
