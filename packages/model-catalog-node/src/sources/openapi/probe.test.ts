import { createHttpClient } from '../../http/createHttpClient';
import {
  startTestServer,
  type TestServer,
} from '../../http/__testUtils__/testServer';
import { aServer } from '../../__testUtils__/builders';
import type { InferenceServer } from '../objects';
import { createAddressPolicy } from './addressPolicy';
import { probe, type ProbeOptions } from './probe';

/** What is answered to GET; anything else is 404, and what only takes POST is 405. */
type Routes = Record<string, unknown>;
const POST_ONLY = 405;
const VLLM = { runtime: 'vllm-cuda-runtime' };
const OPENAI_MODELS = { object: 'list', data: [{ id: 'granite-8b' }] };
const V2_MODEL = {
  name: 'granite',
  versions: ['1'],
  platform: 'onnx',
  inputs: [{ name: 'x', datatype: 'FP32', shape: [-1, 5] }],
};
const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'S', version: '1' },
  paths: { '/v1/models': { get: {} }, '/pause': { post: {} } },
};

describe('asking a model server', () => {
  const http = createHttpClient({ retry: { retries: 0 } });
  const policy = createAddressPolicy({ allowLoopback: true });
  const given: ProbeOptions = {
    http,
    policy,
    timeoutMs: 5_000,
    maxBytes: 100_000,
  };
  let server: TestServer;
  let routes: Routes;
  let tokens: unknown[];

  beforeEach(async () => {
    tokens = [];
    server = await startTestServer((request, response) => {
      tokens.push(request.headers.authorization);
      const answer = routes[request.url ?? ''] ?? 404;
      const isStatus = typeof answer === 'number';
      response.writeHead(isStatus ? answer : 200, {
        'content-type': 'application/json',
      });
      response.end(isStatus ? '' : JSON.stringify(answer));
    });
  });
  afterEach(() => server.close());
  afterAll(() => http.close());

  const ask = (
    change: Partial<InferenceServer> = {},
    options: Partial<ProbeOptions> = {},
  ) =>
    probe(
      aServer({ internalUrl: server.url, externalUrl: undefined, ...change }),
      { ...given, ...options },
      new AbortController().signal,
    );
  const asked = () => server.requests.map(line => line.split(' ')[1]);

  it('takes its own document, and the models that it lists', async () => {
    routes = { '/openapi.json': DOCUMENT, '/v1/models': OPENAI_MODELS };
    const outcome = await ask(VLLM);
    expect(outcome).toMatchObject({
      kind: 'found',
      facts: { protocol: 'openai', servedModels: ['granite-8b'] },
    });
    expect('text' in outcome && outcome.text).not.toContain('/pause');
    expect(asked()).toEqual(['/openapi.json', '/v1/models']);
  });

  it.each<[string, Partial<InferenceServer>, Routes, object]>([
    [
      'vLLM without documents',
      VLLM,
      {
        '/v1/models': OPENAI_MODELS,
        '/v1/chat/completions': POST_ONLY,
        '/v1/responses': POST_ONLY,
      },
      {
        protocol: 'openai',
        servedModels: ['granite-8b'],
        offers: [
          {
            protocol: 'openai',
            base: '/v1',
            operations: ['models', 'chat', 'responses'],
          },
        ],
      },
    ],
    [
      "KServe's Hugging Face server",
      { runtime: 'kserve-huggingfaceserver' },
      { '/openai/v1/models': OPENAI_MODELS },
      {
        offers: [
          { protocol: 'openai', base: '/openai/v1', operations: ['models'] },
        ],
      },
    ],
    [
      'OpenVINO with a text model',
      { runtime: 'ovms' },
      { '/v3/models': OPENAI_MODELS, '/v3/chat/completions': POST_ONLY },
      { offers: [{ base: '/v3', operations: ['models', 'chat'] }] },
    ],
    [
      'a V2 server',
      { modelFormat: 'onnx' },
      {
        '/v2': { name: 'triton', version: '2.1', extensions: [] },
        '/v2/models/granite': V2_MODEL,
        '/v2/models/granite/versions/1/ready': {},
      },
      {
        protocol: 'open-inference-v2',
        servedModels: ['granite'],
        inputs: V2_MODEL.inputs,
        offers: [{ operations: expect.arrayContaining(['inferOfVersion']) }],
      },
    ],
    [
      'a V2 server without versions in its paths',
      {},
      { '/v2/models/granite': V2_MODEL },
      {
        offers: [
          {
            protocol: 'open-inference-v2',
            operations: ['live', 'serverReady', 'metadata', 'ready', 'infer'],
          },
        ],
      },
    ],
    [
      'a KServe server of both protocols',
      { modelFormat: 'sklearn' },
      {
        '/v1/models': { models: ['granite'] },
        '/v1/models/granite': { name: 'granite', ready: true },
        '/v1/models/granite:explain': POST_ONLY,
        '/v2': { name: 'kserve', version: '0.15' },
      },
      {
        protocol: 'kserve-v1',
        offers: [
          {
            protocol: 'kserve-v1',
            operations: ['list', 'status', 'predict', 'explain'],
          },
          { protocol: 'open-inference-v2' },
        ],
      },
    ],
    [
      'TensorFlow Serving',
      { modelFormat: 'tensorflow' },
      { '/v1/models/granite': { model_version_status: [] } },
      { offers: [{ operations: ['status', 'predict'] }] },
    ],
    [
      'Text Embeddings Inference with a reranker',
      { runtime: 'tei-cpu' },
      { '/info': { model_id: 'bge', model_type: { reranker: {} } } },
      {
        protocol: 'tei',
        offers: [
          { protocol: 'tei', operations: expect.arrayContaining(['rerank']) },
        ],
      },
    ],
  ])('recognises %s', async (_, change, given_, facts) => {
    routes = given_;
    const outcome = await ask(change);
    expect(outcome).toMatchObject({ kind: 'refused', facts });
    expect(server.requests.every(line => line.startsWith('GET '))).toBe(true);
  });

  it('recognises nothing in a page that is shown for every path', async () => {
    await server.close();
    server = await startTestServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<html>log in</html>');
    });
    const outcome = await ask();
    expect(outcome.kind).toBe('refused');
    expect(outcome.facts).toBeUndefined();
    expect(server.requests.length).toBeLessThan(15);
  });

  it('asks no more when a token is wanted', async () => {
    routes = { '/openapi.json': 401 };
    expect(await ask(VLLM)).toMatchObject({
      kind: 'refused',
      facts: { wantsToken: true },
    });
    expect(asked()).toEqual(['/openapi.json']);
  });

  it('notices that only the models want a token', async () => {
    routes = { '/openapi.json': DOCUMENT, '/v1/models': 401 };
    expect(await ask(VLLM)).toMatchObject({
      kind: 'found',
      facts: { wantsToken: true },
    });
  });

  it('asks a server that falls silent once', async () => {
    await server.close();
    server = await startTestServer(request => request.socket.destroy());
    expect((await ask()).kind).toBe('silent');
    expect(server.requests).toHaveLength(1);
  });

  it('says which host it did not ask, and why', async () => {
    const outcome = await ask(
      { internalUrl: 'http://db.other.svc', externalUrl: undefined },
      { policy: createAddressPolicy() },
    );
    expect(outcome).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('namespace other'),
      tell: 'info',
    });
  });

  it('learns at the other address what the first one does not tell', async () => {
    routes = { '/openapi.json': 403 };
    const urls = {
      internalUrl: 'http://db.other.svc',
      externalUrl: server.url,
    };
    expect(await ask({ ...VLLM, ...urls })).toMatchObject({
      kind: 'refused',
      facts: { wantsToken: true },
    });
  });

  it('sends a token to the one server and origin that it is for', async () => {
    routes = { '/openapi.json': DOCUMENT, '/v1/models': OPENAI_MODELS };
    const asks: unknown[] = [];
    await ask(VLLM, {
      authorizeFor: async asking => {
        asks.push([asking.origin, asking.server.name]);
        return { authorization: 'Bearer only-for-granite' };
      },
    });
    expect(asks[0]).toEqual([server.url, 'granite']);
    expect(tokens).toEqual([
      'Bearer only-for-granite',
      'Bearer only-for-granite',
    ]);
  });

  it('shows no token that a server echoes', async () => {
    await server.close();
    server = await startTestServer((request, response) => {
      response.statusCode = 400;
      response.end(`you sent ${request.headers.authorization}`);
    });
    const outcome = await ask(VLLM, {
      authorizeFor: async () => ({ authorization: 'Bearer only-for-granite' }),
    });
    expect(JSON.stringify(outcome)).toContain('you sent');
    expect(JSON.stringify(outcome)).not.toContain('only-for-granite');
  });

  it('asks nothing while a token that is configured cannot be had', async () => {
    routes = { '/openapi.json': DOCUMENT };
    const outcome = await ask(VLLM, {
      authorizeFor: async () => {
        throw new Error('the token file /t is missing or empty');
      },
    });
    expect(outcome).toMatchObject({
      kind: 'refused',
      tell: 'warn',
      reason: expect.stringContaining('/t is missing'),
    });
    expect(server.requests).toEqual([]);
  });
});
