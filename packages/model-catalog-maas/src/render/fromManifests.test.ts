import fc from 'fast-check';
import {
  http,
  LLM,
  objects,
  read,
  RUNTIME,
  server,
  service,
  token,
} from './__testUtils__/manifests';
import { readManifests } from './fromManifests';

describe('what is read of a server', () => {
  it('is what its spec and its runtime say', () => {
    const annotations =
      '{ openshift.io/display-name: Granite, openshift.io/description: Code, rhdh.io/apispec: "{}" }';
    const text = `${RUNTIME}---${server(undefined, annotations)}`;
    const { server: found, issues } = read(
      text,
      service('granite-predictor', [http]),
    );
    expect(issues).toEqual([]);
    expect(found).toEqual({
      resource: 'inferenceservice',
      namespace: 'demo',
      name: 'granite',
      uid: 'uid-1',
      createdAt: '2026-01-01T00:00:00Z',
      labels: { 'maas.rhdh.io/publish': 'true' },
      annotations: {
        'openshift.io/display-name': 'Granite',
        'openshift.io/description': 'Code',
        'rhdh.io/apispec': '{}',
      },
      displayName: 'Granite',
      description: 'Code',
      runtimeImage: 'quay.io/modh/vllm:rhoai-2.12',
      modelFormat: 'vLLM',
      servedName: 'granite',
      endpoint: {
        scheme: 'http',
        service: 'granite-predictor',
        port: 80,
        basePath: '',
      },
      endpointProblem: undefined,
      demandsToken: false,
      openApi: '{}',
    });
  });

  it.each([
    [
      'its own image',
      'model: { modelFormat: { name: vLLM }, runtime: vllm, image: own:1 }',
      'own:1',
      'granite',
    ],
    [
      'a container of its own',
      'containers: [{ name: kserve-container, image: own:2, args: [--served-model-name, mine] }]',
      'own:2',
      'mine',
    ],
    [
      'a TEI image',
      'containers: [{ image: ghcr.io/huggingface/text-embeddings-inference:1 }]',
      'ghcr.io/huggingface/text-embeddings-inference:1',
      '/mnt/models',
    ],
    [
      'an unknown runtime',
      'model: { modelFormat: { name: x }, runtime: gone }',
      undefined,
      undefined,
    ],
  ])('with %s is from there', (_, spec, runtimeImage, servedName) => {
    expect(read(`${RUNTIME}---${server(spec)}`).server).toMatchObject({
      runtimeImage,
      servedName,
    });
  });

  it.each([
    ['its namespace', 'ServingRuntime', 'demo', 'own'],
    ['the cluster', 'ClusterServingRuntime', undefined, 'own'],
    ['another namespace', 'ServingRuntime', 'other', undefined],
  ])('by a runtime of %s', (_, kind, namespace, runtimeImage) => {
    const runtime = {
      apiVersion: 'serving.kserve.io/v1alpha1',
      kind,
      metadata: { name: 'vllm', namespace },
      spec: { containers: [{ name: 'x', image: 'own' }] },
    };
    expect(read(server(), runtime).server).toMatchObject({ runtimeImage });
  });

  it("has the base path of KServe's Hugging Face server", () => {
    const text = server(
      'containers: [{ image: "kserve/huggingfaceserver:v0.17.0" }]',
    );
    expect(
      read(text, service('granite-predictor', [http])).server?.endpoint,
    ).toMatchObject({
      basePath: '/openai',
    });
  });
});

describe('manifests that are not applied yet', () => {
  const ahead = (text: string, ...more: unknown[]) =>
    readManifests([...objects(text), ...more], { ahead: true });

  it.each([
    [
      'an InferenceService',
      `${RUNTIME}---${server()}`,
      'http',
      'granite-predictor',
      8080,
    ],
    [
      'one that asks for a token',
      server(undefined, token),
      'https',
      'granite-predictor',
      8443,
    ],
    ['an LLMInferenceService', LLM, 'https', 'qwen-kserve-workload-svc', 8000],
  ])(
    'have the address that KServe makes for %s, and say so',
    (_, text, scheme, name, port) => {
      const { servers, issues } = ahead(text);
      expect(servers[0]?.endpoint).toMatchObject({
        scheme,
        service: name,
        port,
      });
      expect(issues).toEqual([
        expect.objectContaining({
          reason: expect.stringContaining(`${scheme}://${name}:${port}`),
        }),
      ]);
    },
  );

  it('have the address of a Service that is among them', () => {
    const { servers, issues } = ahead(
      server(),
      service('granite-predictor', [http]),
    );
    expect(servers[0]?.endpoint).toMatchObject({ port: 80 });
    expect(issues).toEqual([]);
  });

  it('say nothing of models that do not ask', () => {
    const silent = server().replace("'true'", "'false'");
    expect(ahead(silent).issues).toEqual([]);
  });

  it('need neither a namespace nor what a cluster adds', () => {
    const text = server().replace(
      / {2}(namespace|uid|creationTimestamp).*\n/g,
      '',
    );
    expect(ahead(text).servers[0]).toMatchObject({
      namespace: 'default',
      uid: '',
    });
  });
});

it('one that cannot be understood is an issue, and in the way of no other', () => {
  const bad = objects(
    server()
      .replace('predictor:', 'predict:')
      .replace('name: granite', 'name: bad'),
  );
  const { servers, issues } = readManifests([...bad, ...objects(server())]);
  expect(servers.map(({ name }) => name)).toEqual(['granite']);
  expect(issues).toEqual([
    expect.objectContaining({
      object: 'InferenceService demo/bad',
      field: expect.stringContaining('predictor'),
    }),
  ]);
});

it('servers come in the order of their keys, whatever else is there', () => {
  const others = [
    {},
    undefined,
    3,
    { apiVersion: 'v1', kind: 'Pod' },
    { apiVersion: 'serving.kserve.io/v1', kind: 'ServingRuntime' },
  ];
  const { servers, issues } = readManifests([
    ...objects(`${server()}---${LLM}`).reverse(),
    ...others,
  ]);
  expect(servers.map(({ name }) => name)).toEqual(['granite', 'qwen']);
  expect(issues).toEqual([]);
});

it('nothing that is given makes it throw', () => {
  const kinds = fc.constantFrom(
    'InferenceService',
    'LLMInferenceService',
    'ServingRuntime',
    'Service',
  );
  const object = fc.record({
    apiVersion: fc.constantFrom(
      'serving.kserve.io/v1beta1',
      'serving.kserve.io/v1alpha1',
      'v1',
    ),
    kind: kinds,
    metadata: fc.oneof(
      fc.jsonValue(),
      fc.constant({ name: 'a', namespace: 'b', uid: 'c' }),
    ),
    spec: fc.oneof(fc.jsonValue(), fc.constant({ predictor: { model: null } })),
  });
  fc.assert(
    fc.property(
      fc.array(object, { maxLength: 4 }),
      fc.boolean(),
      (all, ahead) => {
        expect(Array.isArray(readManifests(all, { ahead }).servers)).toBe(true);
      },
    ),
  );
});
