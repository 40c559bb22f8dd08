import type { ApiProfileName } from '../contract/types';
import type { ApiOperation, ApiProfile, Verb } from './types';

const operation =
  (verb: Verb) =>
  (
    path: string,
    title: string,
    more: Pick<ApiOperation, 'tokens' | 'multipart' | 'empty'> = {},
  ): ApiOperation => ({
    method: [verb.toLowerCase(), ...path.split(/[^a-z0-9]+/)]
      .filter(Boolean)
      .join('_'),
    verb,
    path,
    title,
    ...more,
  });
const get = operation('GET');
const post = operation('POST');

const TOKENS = { tokens: true } as const;
const FORM = { multipart: true } as const;
const EMPTY = { empty: true } as const;

const VLLM_OPENAI: ApiProfile = {
  operations: [
    get('/health', 'Whether the server is well', EMPTY),
    get('/version', 'Version of the server'),
    get('/v1/models', 'List models'),
    post('/v1/chat/completions', 'Chat completion', TOKENS),
    post('/v1/completions', 'Text completion', TOKENS),
    post('/v1/embeddings', 'Embeddings', TOKENS),
    post('/tokenize', 'Tokenize'),
    post('/detokenize', 'Detokenize'),
  ],
  optional: {
    responses: [post('/v1/responses', 'Responses', TOKENS)],
    rerank: [
      post('/v1/rerank', 'Rerank'),
      post('/rerank', 'Rerank (without version)'),
    ],
    score: [
      post('/v1/score', 'Score'),
      post('/score', 'Score (without version)'),
    ],
    audio: [
      post('/v1/audio/transcriptions', 'Transcription', FORM),
      post('/v1/audio/translations', 'Translation', FORM),
    ],
  },
  offers: [
    {
      protocol: 'openai',
      base: '/v1',
      operations: [
        'models',
        'chat',
        'completions',
        'embeddings',
        'responses',
        'rerank',
        'score',
        'transcriptions',
        'translations',
      ],
    },
  ],
};

const TEI: ApiProfile = {
  operations: [
    get('/health', 'Whether the server is well', EMPTY),
    get('/info', 'What is served'),
    post('/embed', 'Embeddings of the model'),
    post('/embed_all', 'Embeddings of each token'),
    post('/embed_sparse', 'Sparse embeddings'),
    post('/predict', 'Classes of a text'),
    post('/rerank', 'Rerank'),
    post('/similarity', 'Similarity of sentences'),
    post('/tokenize', 'Tokenize'),
    post('/decode', 'Decode'),
    post('/v1/embeddings', 'Embeddings as OpenAI gives them', TOKENS),
  ],
  offers: [
    {
      protocol: 'tei',
      base: '',
      operations: ['embed', 'rerank', 'predict', 'tokenize', 'info', 'health'],
    },
    { protocol: 'openai', base: '/v1', operations: ['embeddings'] },
  ],
};

const DOCLING: ApiProfile = {
  operations: [
    get('/health', 'Whether the server is well'),
    post('/process_url', 'Convert the document at an address'),
    post('/process_file', 'Convert an uploaded document', FORM),
  ],
  offers: [],
};

const MODEL = '/v2/models/{model_name}';
const VERSION = `${MODEL}/versions/{model_version}`;

const OPEN_INFERENCE_V2: ApiProfile = {
  operations: [
    get('/v2', 'What the server is'),
    get('/v2/health/live', 'Whether the server lives'),
    get('/v2/health/ready', 'Whether the server is ready'),
    get(MODEL, 'What the model takes and gives'),
    get(`${MODEL}/ready`, 'Whether the model is ready'),
    post(`${MODEL}/infer`, 'Run the model'),
    get(VERSION, 'What a version takes and gives'),
    get(`${VERSION}/ready`, 'Whether a version is ready'),
    post(`${VERSION}/infer`, 'Run a version'),
  ],
  offers: [
    {
      protocol: 'open-inference-v2',
      base: '',
      operations: [
        'server',
        'live',
        'serverReady',
        'metadata',
        'ready',
        'infer',
        'metadataOfVersion',
        'readyOfVersion',
        'inferOfVersion',
      ],
    },
  ],
};

/**
 * The profiles that need nothing of the server. None has `/metrics`, and
 * each operation is one that callers use, not those who run the server.
 */
export const BUILT_IN: Readonly<
  Record<Exclude<ApiProfileName, 'custom'>, ApiProfile>
> = {
  'vllm-openai': VLLM_OPENAI,
  tei: TEI,
  docling: DOCLING,
  'open-inference-v2': OPEN_INFERENCE_V2,
};
