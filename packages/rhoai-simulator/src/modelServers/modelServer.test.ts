import { execFileSync } from 'node:child_process';
import { testClient, type TestClient } from '../__testUtils__/client';
import type { StoredObject } from '../kubernetes/object';
import { openApiDocument } from './openapi';
import { startModelServer } from './modelServer';
import { servedModel, type ServerProfile } from './profile';

const DOCUMENTED: ServerProfile[] = [
  'vllm',
  'vllm-embedding',
  'vllm-audio',
  'kserve-v2',
];

// The validator is an ES module, which Jest does not load.
const VALIDATE = `
import { Validator } from '@seriousme/openapi-schema-validator';
const documents = JSON.parse(process.argv[1]);
const results = [];
for (const document of documents) results.push((await new Validator().validate(document)).valid);
console.log(JSON.stringify(results));
`;

describe('a model server', () => {
  let client: TestClient;
  let stop: () => Promise<void>;

  const start = async (profile: ServerProfile) => {
    const served = { profile, modelId: 'granite-8b' };
    const server = await startModelServer({ served, port: 0, middleware: [] });
    client = testClient(server);
    stop = server.stop;
  };

  afterEach(async () => {
    await client?.close();
    await stop?.();
  });

  it('publishes valid OpenAPI documents', () => {
    const documents = DOCUMENTED.map(profile =>
      openApiDocument({ profile, modelId: 'granite-8b' }),
    );
    const args = ['--input-type=module', '-e', VALIDATE];
    const answer = execFileSync(
      process.execPath,
      [...args, JSON.stringify(documents)],
      { cwd: __dirname, encoding: 'utf8' },
    );
    expect(JSON.parse(answer)).toEqual(DOCUMENTED.map(() => true));
  });

  it.each<[ServerProfile, string, object]>([
    ['vllm', '/v1/chat/completions', { choices: [{ finish_reason: 'stop' }] }],
    ['vllm', '/v1/completions', { object: 'text_completion' }],
    ['vllm-embedding', '/v1/embeddings', { data: [{ object: 'embedding' }] }],
    ['vllm-audio', '/v1/audio/transcriptions', { text: expect.any(String) }],
    [
      'kserve-v2',
      '/v2/models/granite-8b/infer',
      { outputs: [{ data: [0.0173] }] },
    ],
  ])('%s answers %s', async (profile, path, expected) => {
    await start(profile);
    const answer = await client.post(path, { model: 'granite-8b' });
    expect(answer).toMatchObject({ status: 200, body: expected });
    expect((await client.get('/openapi.json')).status).toBe(200);
  });

  it.each<[ServerProfile, string, string, object]>([
    ['kserve-v1', 'GET', '/v1/models', { models: ['granite-8b'] }],
    ['kserve-v1', 'GET', '/v1/models/granite-8b', { ready: true }],
    [
      'kserve-v1',
      'POST',
      '/v1/models/granite-8b:predict',
      { predictions: [1] },
    ],
    ['mlserver', 'GET', '/v2', { name: 'mlserver' }],
    ['mlserver', 'GET', '/v2/docs/dataplane.json', { openapi: '3.1.0' }],
    ['mlserver', 'GET', '/v2/models/granite-8b', { name: 'granite-8b' }],
    ['triton', 'GET', '/v2', { name: 'triton' }],
    ['triton', 'POST', '/v2/models/granite-8b/infer', { outputs: [{}] }],
    ['openvino', 'GET', '/v3/models', { data: [{ id: 'granite-8b' }] }],
    ['openvino', 'POST', '/v3/chat/completions', { model: 'granite-8b' }],
    ['tei', 'GET', '/info', { model_id: 'granite-8b' }],
    ['tei', 'POST', '/v1/embeddings', { data: [{ object: 'embedding' }] }],
    ['tei', 'GET', '/api-doc/openapi.json', { openapi: '3.1.0' }],
  ])('%s answers %s %s', async (profile, method, path, expected) => {
    await start(profile);
    const body = method === 'POST' ? {} : undefined;
    const answer = await client.send(method, path, body);
    expect(answer).toMatchObject({ status: 200, body: expected });
  });

  it.each<[ServerProfile, string]>([
    ['kserve-v1', '/v2'],
    ['openvino', '/v1/models'],
    ['triton', '/openapi.json'],
    ['mlserver', '/openapi.json'],
    ['tei', '/v1/models'],
  ])('%s has no %s', async (profile, path) => {
    await start(profile);
    expect((await client.get(path)).status).toBe(404);
  });

  it('knows only its own model', async () => {
    await start('vllm');
    const answer = await client.post('/v1/chat/completions', { model: 'x' });
    expect(answer).toMatchObject({
      status: 404,
      body: { error: { code: 404 } },
    });
  });

  it.each<[ServerProfile, string]>([
    ['undocumented', '/v2/models/granite-8b'],
    ['vllm-undocumented', '/v1/models'],
  ])('%s publishes no document, and answers %s', async (profile, path) => {
    await start(profile);
    expect((await client.get('/openapi.json')).status).toBe(404);
    expect((await client.get(path)).status).toBe(200);
  });

  const predictor = (
    format: string,
    args: string[],
    more: object = {},
  ): StoredObject => ({
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: {
      name: 'server',
      uid: 'u',
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
    },
    spec: {
      predictor: { model: { modelFormat: { name: format }, args, ...more } },
    },
  });

  it.each<[string, string[], ServerProfile, string, object?]>([
    ['vLLM', [], 'vllm', 'server'],
    ['vLLM', ['--served-model-name=granite'], 'vllm', 'granite'],
    ['vLLM', ['--task=embed'], 'vllm-embedding', 'server'],
    ['vLLM', ['--task=transcription'], 'vllm-audio', 'server'],
    ['vLLM', ['--disable-fastapi-docs'], 'vllm-undocumented', 'server'],
    ['onnx', ['--enable_docs_url=True', '--model_name=x'], 'kserve-v2', 'x'],
    ['sklearn', [], 'undocumented', 'server'],
    ['onnx', [], 'triton', 'server', { runtime: 'triton-kserve-rest' }],
    ['sklearn', [], 'mlserver', 'server', { runtime: 'kserve-mlserver' }],
    ['openvino_ir', [], 'openvino', 'server', { runtime: 'ovms-openai' }],
    ['tei', [], 'tei', 'server', { runtime: 'tei-runtime' }],
    ['sklearn', [], 'kserve-v1', 'server', { protocolVersion: 'v1' }],
  ])('of format %s with %j is %s, model %s', (...row) => {
    const [format, args, profile, modelId, more] = row;
    expect(servedModel(predictor(format, args, more))).toEqual({
      profile,
      modelId,
    });
  });
});
