import {
  failed,
  jsonBody,
  ok,
  ref,
  type Operations,
  type Subject,
  type Template,
} from './operation';
import type { JsonObject } from '../plainData';
import { audioOperations } from './openaiAudio';
import { schemas } from './openaiSchemas';

const errors = failed('400', ref('Error'));

/** An operation that takes and answers JSON. */
const post = (
  path: string,
  summary: string,
  parts: {
    id: string;
    request: string;
    response: string;
    example: (subject: Subject) => JsonObject;
    streams?: boolean;
  },
): Operations[string] => ({
  path,
  method: 'post',
  build: subject => ({
    operationId: parts.id,
    summary,
    ...(parts.streams && {
      description:
        'With `stream: true` the answer comes as server-sent events, ended by `data: [DONE]`.',
    }),
    requestBody: jsonBody(ref(parts.request), {
      model: subject.model,
      ...parts.example(subject),
    }),
    responses: {
      ...ok('The answer of the model', ref(parts.response)),
      ...errors,
    },
  }),
});

const operations: Operations = {
  models: {
    path: '/models',
    method: 'get',
    build: () => ({
      operationId: 'listModels',
      summary: 'Lists the models that requests may name',
      responses: ok('The models', ref('ModelList')),
    }),
  },
  chat: post('/chat/completions', 'Answers in a conversation', {
    id: 'createChatCompletion',
    request: 'ChatRequest',
    response: 'ChatResponse',
    streams: true,
    example: () => ({
      messages: [{ role: 'user', content: 'What can you do?' }],
      max_tokens: 128,
    }),
  }),
  completions: post('/completions', 'Continues a text', {
    id: 'createCompletion',
    request: 'CompletionRequest',
    response: 'CompletionResponse',
    streams: true,
    example: () => ({ prompt: 'Once upon a time', max_tokens: 64 }),
  }),
  responses: post('/responses', 'Answers an input', {
    id: 'createResponse',
    request: 'ResponseRequest',
    response: 'Response',
    streams: true,
    example: () => ({ input: 'What can you do?' }),
  }),
  embeddings: post('/embeddings', 'Makes a vector of each text', {
    id: 'createEmbedding',
    request: 'EmbeddingRequest',
    response: 'EmbeddingResponse',
    example: () => ({ input: ['a text', 'another text'] }),
  }),
  rerank: post('/rerank', 'Sorts documents by how well they answer a query', {
    id: 'rerank',
    request: 'RerankRequest',
    response: 'RerankResponse',
    example: () => ({
      query: 'What is OpenShift AI?',
      documents: ['a platform for models', 'a cake'],
    }),
  }),
  score: post('/score', 'Tells how alike texts are', {
    id: 'score',
    request: 'ScoreRequest',
    response: 'ScoreResponse',
    example: () => ({ text_1: 'a question', text_2: ['an answer', 'a cake'] }),
  }),
  ...audioOperations,
};

/** What servers that are called OpenAI-compatible have in common. */
export const OPENAI: Template = {
  title: 'OpenAI API',
  version: 'v1',
  operations,
  schemas,
};
