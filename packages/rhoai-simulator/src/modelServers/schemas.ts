import type { JsonObject } from '../kubernetes/object';

const string = { type: 'string' };
const integer = { type: 'integer' };
const number = { type: 'number' };

function object(properties: JsonObject, required: string[] = []): JsonObject {
  return { type: 'object', properties, required };
}

function list(of: string): JsonObject {
  return { type: 'array', items: { $ref: `#/components/schemas/${of}` } };
}

const validation = {
  ValidationError: object(
    {
      loc: { type: 'array', items: { anyOf: [string, integer] } },
      msg: string,
      type: string,
    },
    ['loc', 'msg', 'type'],
  ),
  HTTPValidationError: object({ detail: list('ValidationError') }),
};

const usage = {
  UsageInfo: object({
    prompt_tokens: integer,
    completion_tokens: integer,
    total_tokens: integer,
  }),
};

const models = {
  ModelCard: object(
    {
      id: string,
      object: { type: 'string', const: 'model' },
      created: integer,
      owned_by: string,
      root: string,
      max_model_len: integer,
    },
    ['id'],
  ),
  ModelList: object({
    object: { type: 'string', const: 'list' },
    data: list('ModelCard'),
  }),
};

/** Component schemas of the OpenAI-compatible chat endpoints. */
export const CHAT_SCHEMAS: JsonObject = {
  ...validation,
  ...models,
  ...usage,
  ChatMessage: object(
    {
      role: { type: 'string', enum: ['system', 'user', 'assistant', 'tool'] },
      content: string,
    },
    ['role', 'content'],
  ),
  ChatCompletionRequest: object(
    {
      model: { ...string, description: 'Id of the served model' },
      messages: list('ChatMessage'),
      max_tokens: { ...integer, minimum: 1 },
      temperature: { ...number, minimum: 0, maximum: 2, default: 1 },
      top_p: { ...number, minimum: 0, maximum: 1, default: 1 },
      stream: { type: 'boolean', default: false },
      stop: { type: 'array', items: string },
      seed: integer,
    },
    ['messages'],
  ),
  ChatChoice: object({
    index: integer,
    message: { $ref: '#/components/schemas/ChatMessage' },
    finish_reason: { type: 'string', enum: ['stop', 'length', 'tool_calls'] },
  }),
  ChatCompletionResponse: object({
    id: string,
    object: { type: 'string', const: 'chat.completion' },
    created: integer,
    model: string,
    choices: list('ChatChoice'),
    usage: { $ref: '#/components/schemas/UsageInfo' },
  }),
  CompletionRequest: object(
    {
      model: string,
      prompt: { anyOf: [string, { type: 'array', items: string }] },
      max_tokens: { ...integer, default: 16 },
    },
    ['prompt'],
  ),
  CompletionResponse: object({
    id: string,
    object: { type: 'string', const: 'text_completion' },
    model: string,
    choices: {
      type: 'array',
      items: object({ index: integer, text: string, finish_reason: string }),
    },
  }),
};

/** Component schemas of the embeddings endpoint. */
export const EMBEDDING_SCHEMAS: JsonObject = {
  ...validation,
  ...models,
  ...usage,
  EmbeddingRequest: object(
    {
      model: string,
      input: { anyOf: [string, { type: 'array', items: string }] },
      encoding_format: { type: 'string', enum: ['float', 'base64'] },
      dimensions: integer,
    },
    ['input'],
  ),
  Embedding: object({
    index: integer,
    object: { type: 'string', const: 'embedding' },
    embedding: { type: 'array', items: number },
  }),
  EmbeddingResponse: object({
    object: { type: 'string', const: 'list' },
    model: string,
    data: list('Embedding'),
    usage: { $ref: '#/components/schemas/UsageInfo' },
  }),
};

/** Component schemas of the audio endpoint. */
export const AUDIO_SCHEMAS: JsonObject = {
  ...validation,
  ...models,
  TranscriptionRequest: object(
    {
      file: { type: 'string', format: 'binary' },
      model: string,
      language: { ...string, description: 'ISO 639-1 code' },
      response_format: { type: 'string', enum: ['json', 'text'] },
    },
    ['file', 'model'],
  ),
  TranscriptionResponse: object({ text: string }, ['text']),
};

/** Component schemas of the Open Inference Protocol (V2). */
export const INFERENCE_SCHEMAS: JsonObject = {
  MetadataTensor: object(
    {
      name: string,
      datatype: string,
      shape: { type: 'array', items: integer },
    },
    ['name', 'datatype', 'shape'],
  ),
  ModelMetadata: object({
    name: string,
    versions: { type: 'array', items: string },
    platform: string,
    inputs: list('MetadataTensor'),
    outputs: list('MetadataTensor'),
  }),
  Tensor: object(
    {
      name: string,
      datatype: { type: 'string', enum: ['FP32', 'FP64', 'INT64', 'BYTES'] },
      shape: { type: 'array', items: integer },
      data: { type: 'array', items: {} },
    },
    ['name', 'datatype', 'shape', 'data'],
  ),
  InferenceRequest: object({ id: string, inputs: list('Tensor') }, ['inputs']),
  InferenceResponse: object({
    model_name: string,
    model_version: string,
    id: string,
    outputs: list('Tensor'),
  }),
  InferenceError: object({ error: string }),
};
