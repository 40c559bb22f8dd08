import {
  decimal,
  failed,
  flag,
  integer,
  jsonBody,
  list,
  object,
  ok,
  ref,
  said,
  text,
  type Operation,
  type Schemas,
  type Template,
} from './operation';
import type { JsonObject } from '../plainData';

const post = (
  verb: string,
  summary: string,
  parts: { request: string; answer: JsonObject; example: JsonObject },
): Operation => ({
  path: `/${verb}`,
  method: 'post',
  build: () => ({
    operationId: verb,
    summary,
    requestBody: jsonBody(ref(parts.request), parts.example),
    responses: {
      ...ok('The answer of the model', parts.answer),
      ...failed('422', ref('Refusal')),
    },
  }),
});

const ranks = list(
  object({ index: integer, score: decimal, text }, ['index', 'score']),
);
const classes = list(
  object({ label: text, score: decimal }, ['label', 'score']),
);
const tokens = list(
  object({ id: integer, text, special: flag, start: integer, stop: integer }, [
    'id',
    'text',
    'special',
  ]),
);
const oneOrMore: JsonObject = { oneOf: [text, list(text)] };
const truncate = said('Cuts texts that are too long for the model', {
  ...flag,
  default: false,
});
const rawScores = { ...flag, default: false };

function schemas(): Schemas {
  return {
    Info: object(
      {
        model_id: text,
        model_type: { type: 'object' },
        max_input_length: integer,
        version: text,
      },
      ['model_id', 'model_type'],
    ),
    EmbedRequest: object(
      { inputs: oneOrMore, normalize: { ...flag, default: true }, truncate },
      ['inputs'],
    ),
    RankRequest: object(
      {
        query: text,
        texts: list(text),
        raw_scores: rawScores,
        return_text: { ...flag, default: false },
        truncate,
      },
      ['query', 'texts'],
    ),
    PredictRequest: object({ inputs: {}, raw_scores: rawScores, truncate }, [
      'inputs',
    ]),
    TokenizeRequest: object(
      { inputs: oneOrMore, add_special_tokens: { ...flag, default: true } },
      ['inputs'],
    ),
    Refusal: object({ error: text, error_type: text }, ['error', 'error_type']),
  };
}

/** The API of Text Embeddings Inference besides its OpenAI-compatible part. */
export const TEI: Template = {
  title: 'Text Embeddings Inference',
  version: 'v1',
  operations: {
    info: {
      path: '/info',
      method: 'get',
      build: () => ({
        operationId: 'info',
        summary: 'Describes the model',
        responses: ok('The description', ref('Info')),
      }),
    },
    health: {
      path: '/health',
      method: 'get',
      build: () => ({
        operationId: 'health',
        summary: 'Whether the model can be used now',
        responses: ok('It can'),
      }),
    },
    embed: post('embed', 'Makes a vector of each text', {
      request: 'EmbedRequest',
      answer: list(list(decimal)),
      example: { inputs: ['a text', 'another text'] },
    }),
    rerank: post('rerank', 'Sorts texts by how well they answer a query', {
      request: 'RankRequest',
      answer: ranks,
      example: { query: 'a question', texts: ['an answer', 'a cake'] },
    }),
    predict: post('predict', 'Tells the classes of a text', {
      request: 'PredictRequest',
      answer: { oneOf: [classes, list(classes)] },
      example: { inputs: 'a text' },
    }),
    tokenize: post('tokenize', 'Cuts texts into the tokens of the model', {
      request: 'TokenizeRequest',
      answer: list(tokens),
      example: { inputs: 'a text' },
    }),
  },
  schemas,
};
