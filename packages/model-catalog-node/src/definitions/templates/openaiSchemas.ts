import type { JsonObject } from '../plainData';
import {
  decimal,
  flag,
  integer,
  list,
  modelName,
  object,
  ref,
  said,
  text,
  type Schemas,
  type Subject,
} from './operation';

const oneOrMore = (items: JsonObject): JsonObject => ({
  oneOf: [items, list(items)],
});

const usage = object(
  { prompt_tokens: integer, completion_tokens: integer, total_tokens: integer },
  ['prompt_tokens', 'total_tokens'],
);

/** What steers the choice of words, in chats and completions alike. */
const sampling: JsonObject = {
  max_tokens: said('How many tokens the answer may have', integer),
  temperature: { ...decimal, minimum: 0, maximum: 2 },
  top_p: { ...decimal, minimum: 0, maximum: 1 },
  n: { ...integer, minimum: 1, default: 1 },
  stop: said('Ends the answer', oneOrMore(text)),
  seed: integer,
  stream: { ...flag, default: false },
};

const envelope: JsonObject = {
  id: text,
  object: text,
  created: said('Seconds since 1970', integer),
  model: text,
};
const ENVELOPE = ['id', 'object', 'created', 'model'];

function chatSchemas(model: JsonObject): Schemas {
  return {
    ChatMessage: object(
      {
        role: { type: 'string', enum: ['system', 'user', 'assistant', 'tool'] },
        content: said(
          'A text, or parts (text, images) where the model takes them',
          {
            oneOf: [text, list({ type: 'object' })],
          },
        ),
        name: text,
        tool_call_id: said('Which call a tool answers', text),
        tool_calls: list({ type: 'object' }),
      },
      ['role'],
    ),
    ChatRequest: object(
      {
        model,
        messages: { ...list(ref('ChatMessage')), minItems: 1 },
        ...sampling,
        max_completion_tokens: integer,
        response_format: { type: 'object' },
        tools: list(
          object({ type: text, function: { type: 'object' } }, ['type']),
        ),
        tool_choice: { oneOf: [text, { type: 'object' }] },
      },
      ['model', 'messages'],
    ),
    ChatResponse: object(
      {
        ...envelope,
        choices: list(
          object(
            {
              index: integer,
              message: ref('ChatMessage'),
              finish_reason: text,
            },
            ['index', 'message', 'finish_reason'],
          ),
        ),
        usage,
      },
      [...ENVELOPE, 'choices'],
    ),
  };
}

function completionSchemas(model: JsonObject): Schemas {
  return {
    CompletionRequest: object(
      { model, prompt: oneOrMore(text), ...sampling, echo: flag },
      ['model', 'prompt'],
    ),
    CompletionResponse: object(
      {
        ...envelope,
        choices: list(
          object({ index: integer, text, finish_reason: text }, [
            'index',
            'text',
            'finish_reason',
          ]),
        ),
        usage,
      },
      [...ENVELOPE, 'choices'],
    ),
    ResponseRequest: object(
      {
        model,
        input: { oneOf: [text, list({ type: 'object' })] },
        instructions: text,
        max_output_tokens: integer,
        temperature: decimal,
        stream: { ...flag, default: false },
      },
      ['model', 'input'],
    ),
    Response: object(
      { id: text, object: text, model: text, output: list({ type: 'object' }) },
      ['id', 'object', 'model', 'output'],
    ),
  };
}

function vectorSchemas(model: JsonObject): Schemas {
  const document = object({ text }, ['text']);
  return {
    EmbeddingRequest: object(
      {
        model,
        input: oneOrMore(text),
        encoding_format: { type: 'string', enum: ['float', 'base64'] },
        dimensions: { ...integer, minimum: 1 },
      },
      ['model', 'input'],
    ),
    EmbeddingResponse: object(
      {
        object: text,
        model: text,
        data: list(
          object({ index: integer, object: text, embedding: list(decimal) }, [
            'index',
            'object',
            'embedding',
          ]),
        ),
        usage,
      },
      ['object', 'model', 'data', 'usage'],
    ),
    RerankRequest: object(
      { model, query: text, documents: list(text), top_n: integer },
      ['query', 'documents'],
    ),
    RerankResponse: object(
      {
        id: text,
        model: text,
        results: list(
          object({ index: integer, document, relevance_score: decimal }, [
            'index',
            'relevance_score',
          ]),
        ),
      },
      ['results'],
    ),
    ScoreRequest: object(
      { model, text_1: oneOrMore(text), text_2: oneOrMore(text) },
      ['text_1', 'text_2'],
    ),
    ScoreResponse: object(
      { data: list(object({ index: integer, score: decimal }, ['score'])) },
      ['data'],
    ),
  };
}

/** The bodies of OpenAI-compatible operations. */
export function schemas(subject: Subject): Schemas {
  const model = said('The model to use', modelName(subject));
  return {
    ...chatSchemas(model),
    ...completionSchemas(model),
    ...vectorSchemas(model),
    ModelList: object(
      {
        object: text,
        data: list(
          object({ id: text, object: text, created: integer, owned_by: text }, [
            'id',
            'object',
          ]),
        ),
      },
      ['object', 'data'],
    ),
    TranscriptionRequest: object(
      {
        file: { type: 'string', format: 'binary' },
        model,
        language: said('ISO 639-1', text),
        prompt: text,
        temperature: decimal,
      },
      ['file', 'model'],
    ),
    Transcription: object({ text }, ['text']),
    Error: object({
      error: object({ message: text, type: text, code: {} }, ['message']),
    }),
  };
}
