import type { Offer } from './offers';

/** Kinds of model servers, as far as they differ in what we may ask. */
export type Runtime =
  | 'vllm'
  | 'tgi'
  | 'tei'
  | 'openvino'
  | 'mlserver'
  | 'triton'
  | 'kserve'
  | 'kserve-huggingface'
  | 'tensorflow-serving'
  | 'caikit'
  | 'unknown';

/** Which words in the name of a runtime, or of a model format, tell the kind; the first that fits. */
const BY_RUNTIME: readonly [RegExp, Runtime][] = [
  [/vllm|llm-?d\b|rhaiis|\bnim\b|nvidia-nim|sglang|llama-?cpp|ollama/, 'vllm'],
  [/text-embeddings-inference|\btei\b/, 'tei'],
  [/text-generation-inference|\btgi\b/, 'tgi'],
  [/ovms|openvino/, 'openvino'],
  [/mlserver/, 'mlserver'],
  [/triton/, 'triton'],
  [/caikit/, 'caikit'],
  [/hugging-?face/, 'kserve-huggingface'],
  [/tensorflow|\btf-?serving/, 'tensorflow-serving'],
  [/sklearn|xgb|lgb|lightgbm|pmml|paddle|\bkserve-/, 'kserve'],
];

const BY_FORMAT: readonly [RegExp, Runtime][] = [
  [/^vllm$/, 'vllm'],
  [/^openvino/, 'openvino'],
  [/^(tensorrt|onnx|triton)$/, 'triton'],
  [/^(sklearn|xgboost|lightgbm|pmml|paddle)$/, 'kserve'],
  [/^huggingface$/, 'kserve-huggingface'],
  [/^tensorflow$/, 'tensorflow-serving'],
  [/^caikit$/, 'caikit'],
];

export type RuntimeHints = {
  resource: 'inferenceservice' | 'llminferenceservice';
  runtime?: string;
  modelFormat?: string;
};

const fits = (
  table: readonly [RegExp, Runtime][],
  text: string | undefined,
): Runtime | undefined =>
  text === undefined
    ? undefined
    : table.find(([words]) => words.test(text.toLowerCase()))?.[1];

/**
 * The kind of a server by its spec.
 *
 * | resource | runtime's name says it | model format says it | kind |
 * |---|---|---|---|
 * | LLMInferenceService | any | any | vllm: llm-d serves with it |
 * | InferenceService | yes | any | the runtime's |
 * | InferenceService | no | yes | the format's usual one |
 * | InferenceService | no | no | unknown |
 */
export function runtimeOf(hints: RuntimeHints): Runtime {
  if (hints.resource === 'llminferenceservice') {
    return 'vllm';
  }
  return (
    fits(BY_RUNTIME, hints.runtime) ??
    fits(BY_FORMAT, hints.modelFormat) ??
    'unknown'
  );
}

/** What the tasks of a model, or words in its name, say of what is asked of it. */
const TASKS: readonly [RegExp, readonly string[]][] = [
  [
    /\bembed(?!ded)|feature-extraction|sentence-similarity/,
    ['models', 'embeddings'],
  ],
  [/\b(re-?)?rank(er|ing)?\b/, ['models', 'rerank', 'score']],
  [
    /speech-recognition|transcri|audio-to-text|speech-to-text|\bwhisper\b/,
    ['models', 'transcriptions', 'translations'],
  ],
];
const GENERATES = /text-generation|text2text|chat|conversational|image-text/;
const TEXT = ['models', 'chat', 'completions'];

function openAiOperations(tasks: readonly string[]): readonly string[] {
  const all = tasks.join(' ').toLowerCase();
  const special = TASKS.find(([words]) => words.test(all));
  return special && !GENERATES.test(all) ? special[1] : TEXT;
}

const V2 = [
  'server',
  'live',
  'serverReady',
  'metadata',
  'ready',
  'infer',
  'metadataOfVersion',
  'readyOfVersion',
  'inferOfVersion',
];
const openInference: Offer = {
  protocol: 'open-inference-v2',
  base: '',
  operations: V2,
};
const kserveV1: Offer = {
  protocol: 'kserve-v1',
  base: '',
  operations: ['list', 'status', 'predict'],
};

/**
 * What a server of a kind usually offers, when it cannot be asked: it wants a
 * token, it is stopped, or has not answered yet. `tasks` are words (tags,
 * tasks of the catalog) about its model. Empty when nothing is usual.
 */
export function usualOffers(
  runtime: Runtime,
  tasks: readonly string[],
): readonly Offer[] {
  const openai = (base: string): Offer => ({
    protocol: 'openai',
    base,
    operations: openAiOperations(tasks),
  });
  switch (runtime) {
    case 'vllm':
    case 'tgi':
      return [openai('/v1')];
    case 'kserve-huggingface':
      return [openai('/openai/v1')];
    case 'tei':
      return teiOffers(tasks);
    case 'openvino':
      return GENERATES.test(tasks.join(' ').toLowerCase())
        ? [openai('/v3')]
        : [openInference];
    case 'mlserver':
    case 'triton':
      return [openInference];
    case 'kserve':
      return [kserveV1, openInference];
    case 'tensorflow-serving':
      return [{ ...kserveV1, operations: ['status', 'predict'] }];
    default:
      return [];
  }
}

/** What Text Embeddings Inference offers for a model of a kind. */
export function teiOffers(kinds: readonly string[]): readonly Offer[] {
  const all = kinds.join(' ').toLowerCase();
  const tei = (operation: string): Offer => ({
    protocol: 'tei',
    base: '',
    operations: [operation, 'tokenize', 'info', 'health'],
  });
  if (/\brerank|\brank/.test(all)) {
    return [tei('rerank')];
  }
  if (/classif/.test(all)) {
    return [tei('predict')];
  }
  return [
    tei('embed'),
    { protocol: 'openai', base: '/v1', operations: ['embeddings'] },
  ];
}

/** Where a server of a kind may publish its own definition, best first. */
export function documentPaths(runtime: Runtime, model: string): string[] {
  const name = encodeURIComponent(model);
  switch (runtime) {
    case 'mlserver':
      return [
        `/v2/models/${name}/docs/dataplane.json`,
        '/v2/docs/dataplane.json',
      ];
    case 'tgi':
    case 'tei':
      return ['/api-doc/openapi.json', '/openapi.json'];
    case 'triton':
    case 'openvino':
      return ['/openapi.json'];
    case 'vllm':
    case 'kserve':
    case 'kserve-huggingface':
    case 'caikit':
      return ['/openapi.json'];
    default:
      return [
        '/openapi.json',
        '/v2/docs/dataplane.json',
        '/api-doc/openapi.json',
      ];
  }
}
