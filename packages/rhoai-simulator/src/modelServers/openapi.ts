import type { JsonObject } from '../kubernetes/object';
import type { ServedModel, ServerProfile } from './profile';
import {
  AUDIO_SCHEMAS,
  CHAT_SCHEMAS,
  EMBEDDING_SCHEMAS,
  INFERENCE_SCHEMAS,
} from './schemas';

function content(schema: string, type = 'application/json'): JsonObject {
  return { [type]: { schema: { $ref: `#/components/schemas/${schema}` } } };
}

function answer(schema?: string): JsonObject {
  return {
    description: 'Successful Response',
    content: schema ? content(schema) : { 'application/json': { schema: {} } },
  };
}

function get(
  summary: string,
  operationId: string,
  schema?: string,
): JsonObject {
  return {
    get: { summary, operationId, responses: { '200': answer(schema) } },
  };
}

interface PostParts {
  readonly summary: string;
  readonly operationId: string;
  readonly request: string;
  readonly response: string;
  readonly type?: string;
}

function post(parts: PostParts): JsonObject {
  return {
    post: {
      summary: parts.summary,
      operationId: parts.operationId,
      requestBody: {
        required: true,
        content: content(parts.request, parts.type),
      },
      responses: {
        '200': answer(parts.response),
        '422': {
          description: 'Validation Error',
          content: content('HTTPValidationError'),
        },
      },
    },
  };
}

/** Paths that every server of this kind has; the last ones steer it, clients have no business there. */
const COMMON_PATHS: JsonObject = {
  '/health': get('Health', 'health_health_get'),
  '/version': get('Show Version', 'show_version_version_get'),
  '/v1/models': get(
    'Show Available Models',
    'show_available_models_v1_models_get',
    'ModelList',
  ),
  '/pause': {
    post: {
      summary: 'Pause',
      operationId: 'pause_pause_post',
      responses: { '200': answer() },
    },
  },
};

const CHAT_PATHS: JsonObject = {
  '/v1/chat/completions': post({
    summary: 'Create Chat Completion',
    operationId: 'create_chat_completion_v1_chat_completions_post',
    request: 'ChatCompletionRequest',
    response: 'ChatCompletionResponse',
  }),
  '/v1/completions': post({
    summary: 'Create Completion',
    operationId: 'create_completion_v1_completions_post',
    request: 'CompletionRequest',
    response: 'CompletionResponse',
  }),
};

const EMBEDDING_PATHS: JsonObject = {
  '/v1/embeddings': post({
    summary: 'Create Embedding',
    operationId: 'create_embedding_v1_embeddings_post',
    request: 'EmbeddingRequest',
    response: 'EmbeddingResponse',
  }),
};

const AUDIO_PATHS: JsonObject = {
  '/v1/audio/transcriptions': post({
    summary: 'Create Transcriptions',
    operationId: 'create_transcriptions_v1_audio_transcriptions_post',
    request: 'TranscriptionRequest',
    response: 'TranscriptionResponse',
    type: 'multipart/form-data',
  }),
};

function fastApi(paths: JsonObject, schemas: JsonObject): JsonObject {
  return {
    openapi: '3.1.0',
    info: { title: 'FastAPI', version: '0.1.0' },
    paths: { ...COMMON_PATHS, ...paths },
    components: { schemas },
  };
}

function openInference(model: string): JsonObject {
  const base = `/v2/models/${model}`;
  return {
    openapi: '3.1.0',
    info: {
      title: `Inference server of ${model}`,
      version: '2.0.0',
      description: 'Open Inference Protocol (V2) over REST',
    },
    paths: {
      '/v2/health/ready': get('Server Ready', 'server_ready'),
      [base]: get('Model Metadata', 'model_metadata', 'ModelMetadata'),
      [`${base}/ready`]: get('Model Ready', 'model_ready'),
      [`${base}/infer`]: {
        post: {
          summary: 'Infer',
          operationId: 'infer',
          requestBody: { required: true, content: content('InferenceRequest') },
          responses: {
            '200': answer('InferenceResponse'),
            '400': {
              description: 'The input does not fit the model',
              content: content('InferenceError'),
            },
          },
        },
      },
    },
    components: { schemas: INFERENCE_SCHEMAS },
  };
}

/** Where a server publishes its document. */
export function documentPath(profile: ServerProfile): string {
  switch (profile) {
    case 'mlserver':
      return '/v2/docs/dataplane.json';
    case 'tei':
      return '/api-doc/openapi.json';
    default:
      return '/openapi.json';
  }
}

/** A server's own document; undefined where documents are switched off. */
export function openApiDocument(served: ServedModel): JsonObject | undefined {
  switch (served.profile) {
    case 'vllm':
      return fastApi(CHAT_PATHS, CHAT_SCHEMAS);
    case 'vllm-embedding':
      return fastApi(EMBEDDING_PATHS, EMBEDDING_SCHEMAS);
    case 'vllm-audio':
      return fastApi(AUDIO_PATHS, AUDIO_SCHEMAS);
    case 'kserve-v2':
    case 'mlserver':
      return openInference(served.modelId);
    case 'tei':
      return fastApi(EMBEDDING_PATHS, EMBEDDING_SCHEMAS);
    default:
      return undefined;
  }
}
