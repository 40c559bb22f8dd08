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

  const predictor = (format: string, args: string[]): StoredObject => ({
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: {
      name: 'server',
      uid: 'u',
      resourceVersion: '1',
      creationTimestamp: '2026-01-01T00:00:00Z',
    },
    spec: { predictor: { model: { modelFormat: { name: format }, args } } },
  });

  it.each<[string, string[], ServerProfile, string]>([
    ['vLLM', [], 'vllm', 'server'],
    ['vLLM', ['--served-model-name=granite'], 'vllm', 'granite'],
    ['vLLM', ['--task=embed'], 'vllm-embedding', 'server'],
    ['vLLM', ['--task=transcription'], 'vllm-audio', 'server'],
    ['vLLM', ['--disable-fastapi-docs'], 'vllm-undocumented', 'server'],
    ['onnx', ['--enable_docs_url=True', '--model_name=x'], 'kserve-v2', 'x'],
    ['sklearn', [], 'undocumented', 'server'],
  ])(
    'of format %s with %j is %s, model %s',
    (format, args, profile, modelId) => {
      expect(servedModel(predictor(format, args))).toEqual({
        profile,
        modelId,
      });
    },
  );
});
