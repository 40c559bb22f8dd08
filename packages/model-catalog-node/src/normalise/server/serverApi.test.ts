import { digestOf } from '@model-catalog/common';
import { aDeployment, aServer, aVersion } from '../../__testUtils__/builders';
import { asStored, run, serverOf } from '../../__testUtils__/normalising';
import type { ServerApi } from '../../sources/objects';

const server = aServer();
const urls = [server.externalUrl, server.internalUrl];
const servers = urls.map(url => ({ url }));
const id = server.id;

/** The document behind the definition that a run chose. */
function documentOf(output: ReturnType<typeof run>) {
  const { digest = '' } = serverOf(output).definition ?? {};
  return JSON.parse(output.blobs.get(digest) ?? 'null');
}

describe('the definition of a server that shows none', () => {
  const vllm = aServer({ runtime: 'vllm-cuda-runtime', authentication: true });
  const found = (change: Partial<ServerApi> = {}): ServerApi => ({
    id,
    protocol: 'openai',
    servedModels: ['granite-3.1-8b-instruct'],
    offers: [
      { protocol: 'openai', base: '/v1', operations: ['models', 'chat'] },
    ],
    ...change,
  });

  it('is made from the template of what it was found to speak, cut to what it offers', () => {
    const plain = aServer({ authentication: false });
    const output = run({ servers: [plain], apis: [found()] });
    const document = documentOf(output);

    expect(serverOf(output).definition?.origin).toBe('template');
    expect(Object.keys(document.paths)).toEqual([
      '/v1/models',
      '/v1/chat/completions',
    ]);
    expect(document.servers).toEqual(servers);
    expect(document.components.schemas.ChatRequest.properties.model).toEqual(
      expect.objectContaining({
        default: 'granite-3.1-8b-instruct',
        enum: ['granite-3.1-8b-instruct'],
      }),
    );
    expect(document).not.toHaveProperty('security');
    expect(document.info.description).toContain('found to offer');
    expect(Object.keys(document.components.schemas)).not.toContain(
      'EmbeddingRequest',
    );
  });

  it('says that a token is needed, where one is', () => {
    const document = documentOf(run({ servers: [vllm] }));

    expect(document.security).toEqual([{ bearer: [] }]);
    expect(document.components.securitySchemes.bearer).toMatchObject({
      type: 'http',
      scheme: 'bearer',
    });
    expect(document.paths).toHaveProperty(['/v1/chat/completions']);
    expect(document.info.description).toContain('could not be asked');
  });

  it('learns from an answer of 401 that a token is needed', () => {
    const open = { ...vllm, authentication: undefined };
    const apis = [{ id, wantsToken: true }];
    expect(documentOf(run({ servers: [open], apis })).security).toEqual([
      { bearer: [] },
    ]);
  });

  it.each<[string, Parameters<typeof aServer>[0], string[], string]>([
    ['vLLM', { runtime: 'vllm-cuda-runtime' }, [], '/v1/chat/completions'],
    [
      'vLLM with an embedding model',
      { runtime: 'vllm-cuda-runtime' },
      ['feature-extraction'],
      '/v1/embeddings',
    ],
    [
      'vLLM with a model that is named so',
      { modelFormat: 'vLLM', name: 'granite', servedName: 'bge-reranker' },
      [],
      '/v1/rerank',
    ],
    [
      'vLLM with a model whose name only looks so',
      { modelFormat: 'vLLM', name: 'granite', servedName: 'franks-embedded' },
      [],
      '/v1/chat/completions',
    ],
    [
      'vLLM with a speech model',
      { modelFormat: 'vLLM' },
      ['automatic-speech-recognition'],
      '/v1/audio/transcriptions',
    ],
    [
      'OpenVINO',
      { runtime: 'ovms-runtime', modelFormat: 'onnx' },
      [],
      '/v2/models/{model_name}/infer',
    ],
    [
      'OpenVINO with a text model',
      { runtime: 'kserve-ovms' },
      ['text-generation'],
      '/v3/chat/completions',
    ],
    [
      'MLServer',
      { runtime: 'mlserver' },
      [],
      '/v2/models/{model_name}/versions/{model_version}/infer',
    ],
    ['Triton', { runtime: 'triton-kserve' }, [], '/v2/health/ready'],
    [
      'scikit-learn',
      { modelFormat: 'sklearn' },
      [],
      '/v1/models/{model_name}:predict',
    ],
    [
      "KServe's Hugging Face server",
      { runtime: 'kserve-huggingfaceserver' },
      [],
      '/openai/v1/chat/completions',
    ],
    ['Text Embeddings Inference', { runtime: 'tei-runtime' }, [], '/embed'],
    [
      'an LLMInferenceService',
      {
        resource: 'llminferenceservice',
        id: 'demo/llminferenceservice/granite',
      },
      [],
      '/v1/chat/completions',
    ],
  ])('that cannot be asked is usual for %s', (_, change, tags, path) => {
    const output = run({
      servers: [aServer(change)],
      registryObjects: [aVersion({ labels: tags }), aDeployment()],
    });

    expect(serverOf(output).definition?.origin).toBe('template');
    expect(Object.keys(documentOf(output).paths)).toContain(path);
  });

  it('shows the inputs that the model was found to have', () => {
    const inputs = [{ name: 'dense_input', datatype: 'FP32', shape: [-1, 5] }];
    const offers = [
      {
        protocol: 'open-inference-v2' as const,
        base: '',
        operations: ['infer'],
      },
    ];
    const output = run({ servers: [server], apis: [{ id, offers, inputs }] });
    const { post } = documentOf(output).paths['/v2/models/{model_name}/infer'];

    expect(
      post.requestBody.content['application/json'].example.inputs[0],
    ).toMatchObject({ name: 'dense_input', datatype: 'FP32', shape: [-1, 5] });
  });

  it('says how to supply one when nothing is known of it', () => {
    const output = run({ servers: [server] });
    const { description } = documentOf(output).info;

    expect(serverOf(output).definition?.origin).toBe('minimal');
    expect(description).toContain('`API Spec`');
    expect(description).toContain(
      'oc annotate inferenceservice granite -n demo --overwrite rhdh.io/apispec=',
    );
    expect(description).toContain(`curl ${urls[0]}/openapi.json`);
  });

  it('is not what the server said when people want it left alone', () => {
    const left = aServer({
      properties: { 'rhdh.modelcatalog.io/api-discovery': 'false' },
    });
    const output = run({ servers: [left], apis: [found()] });

    expect(serverOf(output).definition?.origin).toBe('minimal');
    expect(JSON.stringify(output.records)).not.toContain('servedModels');
  });

  it('is made once: a second run takes it from the store', () => {
    const input = { servers: [vllm], apis: [found()] };
    const before = run(input);
    const after = run({ ...input, stored: asStored(before) });

    expect(after.records).toEqual(before.records);
    expect([...after.blobs]).toEqual([]);
  });

  it('is made anew when the server moves', () => {
    const before = run({ servers: [vllm] });
    const moved = { ...vllm, externalUrl: 'https://moved.example.com' };
    const after = run({ servers: [moved], stored: asStored(before) });

    expect(documentOf(after).servers[0]).toEqual({ url: moved.externalUrl });
  });

  it('keeps what the server said in an earlier life of ours', () => {
    const text = '{"openapi":"3.0.0","info":{"title":"S"},"paths":{}}';
    const apis = [{ id, definitionDigest: digestOf(text) }];
    const before = run({ servers: [vllm], apis }, [text]);
    const now = [{ id, wantsToken: true }];
    const stored = asStored(before);

    const after = run({ servers: [vllm], apis: now, stored });
    expect(serverOf(after).definition?.origin).toBe('server');
    const another = { ...vllm, uid: 'another' };
    const replaced = run({ servers: [another], apis: now, stored });
    expect(serverOf(replaced).definition?.origin).toBe('template');
  });

  it('forgets what the server said when it is found to be another', () => {
    const text = '{"openapi":"3.0.0","info":{"title":"S"},"paths":{}}';
    const inputs = [{ name: 'dense_input', datatype: 'FP32', shape: [-1, 5] }];
    const apis = [{ id, definitionDigest: digestOf(text), inputs }];
    const before = run({ servers: [vllm], apis }, [text]);
    const stored = asStored(before);

    const after = run({ servers: [vllm], apis: [found()], stored });
    expect(serverOf(after).definition?.origin).toBe('template');
    expect(JSON.stringify(after.records)).not.toContain('dense_input');
  });
});
