import {
  http,
  LLM,
  read,
  RUNTIME,
  server,
  service,
  token,
} from '../__testUtils__/manifests';

describe('the address of', () => {
  const headless = { clusterIP: 'None' };
  const secure = { name: 'https', port: 8443, targetPort: 'https' };

  it.each<[string, unknown[], string, string]>([
    [
      'a Service with an address',
      [service('granite-predictor', [http])],
      '{}',
      'http://granite-predictor:80',
    ],
    [
      'a headless Service',
      [service('granite-predictor', [http], headless)],
      '{}',
      'http://granite-predictor:8080',
    ],
    [
      'a headless Service that names its target',
      [
        service(
          'granite-predictor',
          [{ name: 'http', port: 80, targetPort: 'http1' }],
          headless,
        ),
      ],
      '{}',
      'http://granite-predictor:8080',
    ],
    [
      'a headless Service without target',
      [service('granite-predictor', [{ port: 80 }], headless)],
      '{}',
      'http://granite-predictor:8080',
    ],
    [
      'a transformer in front',
      [
        service('granite-predictor', [http]),
        service('granite-transformer', [http]),
      ],
      '{}',
      'http://granite-transformer:80',
    ],
    [
      'a Service of its label',
      [
        service('own', [http], {
          labels: { 'serving.kserve.io/inferenceservice': 'granite' },
        }),
      ],
      '{}',
      'http://own:80',
    ],
    [
      'a Service that it owns',
      [service('own', [http], { uid: 'uid-1' })],
      '{}',
      'http://own:80',
    ],
    [
      'a Service with metrics too',
      [service('granite-predictor', [{ name: 'metrics', port: 9090 }, http])],
      '{}',
      'http://granite-predictor:80',
    ],
    [
      'a proxy that asks for a token',
      [service('granite-predictor', [http, secure])],
      token,
      'https://granite-predictor:8443',
    ],
    [
      'a headless proxy',
      [
        service(
          'granite-predictor',
          [http, { ...secure, port: 443, targetPort: 8443 }],
          headless,
        ),
      ],
      token,
      'https://granite-predictor:8443',
    ],
  ])('%s is its own', (_, services, annotations, expected) => {
    const { server: found } = read(
      `${RUNTIME}---${server(undefined, annotations)}`,
      ...services,
    );
    const { scheme, service: name, port } = found?.endpoint ?? {};
    expect(`${scheme}://${name}:${port}`).toBe(expected);
    expect(found?.endpointProblem).toBeUndefined();
    expect(found?.demandsToken).toBe(annotations === token);
  });

  it.each<[string, unknown[], string, RegExp]>([
    ['no Service', [], '{}', /no Service of the model/],
    [
      'a Service of another model',
      [service('other-predictor', [http])],
      '{}',
      /no Service of the model/,
    ],
    [
      'a Service without port',
      [service('granite-predictor', [])],
      '{}',
      /granite-predictor has no TCP port/,
    ],
    [
      'a Service with metrics only',
      [service('granite-predictor', [{ name: 'metrics', port: 9090 }])],
      '{}',
      /granite-predictor has no TCP port/,
    ],
    [
      'serverless mode',
      [service('granite', [http], { type: 'ExternalName' })],
      '{}',
      /serverless mode: its Service granite leads .*deploymentMode: RawDeployment;/,
    ],
    [
      'a Service for metrics only',
      [
        service('granite-metrics', [{ name: 'metrics', port: 9090 }], {
          labels: { 'serving.kserve.io/inferenceservice': 'granite' },
        }),
      ],
      '{}',
      /granite-metrics leads to metrics only/,
    ],
    [
      'a token without a proxy',
      [service('granite-predictor', [http])],
      token,
      /no https port/,
    ],
  ])('%s is a problem', (_, services, annotations, message) => {
    const { server: found } = read(server(undefined, annotations), ...services);
    expect(found?.endpoint).toBeUndefined();
    expect(found?.endpointProblem).toMatch(message);
  });
});

it('an LLMInferenceService is reached at its workload, which asks for no token', () => {
  const { server: found } = read(
    LLM,
    service('qwen-kserve-workload-svc', [
      { name: 'https', port: 8000, targetPort: 8000 },
    ]),
    service('qwen-epp-service', [{ name: 'grpc', port: 9002 }], {
      labels: { 'app.kubernetes.io/name': 'qwen' },
    }),
  );
  expect(found).toMatchObject({
    resource: 'llminferenceservice',
    servedName: 'Qwen/Qwen3',
    demandsToken: false,
    endpoint: {
      scheme: 'https',
      service: 'qwen-kserve-workload-svc',
      port: 8000,
    },
  });
});
