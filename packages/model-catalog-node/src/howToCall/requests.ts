import type { Call, CallKind } from './chooseCall';

/** How a kind of request is called, and an example of its body. */
type Kind = {
  title: string;
  body: (model: string) => Record<string, unknown>;
  /** The lines of Python after the client of OpenAI was made; `MODEL` is a variable. */
  python?: readonly string[];
};

const OPENAI = 'OpenAI API';
const TEI = 'Text Embeddings Inference';

export const KINDS: Readonly<Record<CallKind, Kind>> = {
  chat: {
    title: OPENAI,
    body: model => ({
      model,
      messages: [{ role: 'user', content: 'What can you do?' }],
    }),
    python: [
      'answer = client.chat.completions.create(',
      '    model=MODEL,',
      '    messages=[{"role": "user", "content": "What can you do?"}],',
      ')',
      'print(answer.choices[0].message.content)',
    ],
  },
  completions: {
    title: OPENAI,
    body: model => ({ model, prompt: 'Once upon a time', max_tokens: 64 }),
    python: [
      'answer = client.completions.create(',
      '    model=MODEL, prompt="Once upon a time", max_tokens=64',
      ')',
      'print(answer.choices[0].text)',
    ],
  },
  embeddings: {
    title: OPENAI,
    body: model => ({ model, input: ['a text', 'another text'] }),
    python: [
      'answer = client.embeddings.create(',
      '    model=MODEL, input=["a text", "another text"]',
      ')',
      'print(len(answer.data[0].embedding))',
    ],
  },
  rerank: {
    title: 'rerank API, as vLLM and others offer it',
    body: model => ({
      model,
      query: 'What is OpenShift AI?',
      documents: ['a platform for models', 'a cake'],
    }),
  },
  score: {
    title: 'score API, as vLLM offers it',
    body: model => ({
      model,
      text_1: 'a question',
      text_2: ['an answer', 'a cake'],
    }),
  },
  transcriptions: { title: OPENAI, body: () => ({}) },
  'tei-embed': { title: TEI, body: () => ({ inputs: ['a text', 'another'] }) },
  'tei-rerank': {
    title: TEI,
    body: () => ({
      query: 'What is OpenShift AI?',
      texts: ['a platform for models', 'a cake'],
    }),
  },
  'tei-predict': { title: TEI, body: () => ({ inputs: 'What a fine day' }) },
  'open-inference-v2': {
    title: 'Open Inference Protocol V2',
    body: () => ({
      inputs: [{ name: 'input-0', shape: [1, 4], datatype: 'FP32', data: [] }],
    }),
  },
  'kserve-v1': {
    title: 'KServe V1 protocol',
    body: () => ({ instances: [[0.1, 0.2, 0.3]] }),
  },
};

/** Protocols that name the model in the path; their bodies are the model's own, and the definition knows them best. */
const OF_MODEL: readonly CallKind[] = ['open-inference-v2', 'kserve-v1'];

/** The body of a request to a model. */
export function bodyOf({ kind, example }: Call, model: string): unknown {
  return OF_MODEL.includes(kind) && example ? example : KINDS[kind].body(model);
}

/** Whether its example has to be filled in with values of the model's own. */
export const needsData = ({ kind }: Call) => OF_MODEL.includes(kind);
