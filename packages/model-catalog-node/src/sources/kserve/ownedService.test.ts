import { aServer } from '../../__testUtils__/builders';
import { Service, urlOfOwned } from './ownedService';

type Port = {
  name?: string;
  port: number;
  targetPort?: number | string;
  protocol?: string;
  appProtocol?: string;
};

function service(
  name: string,
  ports: Port[],
  more: {
    uid?: string;
    type?: string;
    clusterIP?: string;
    component?: string;
  } = {},
): Service {
  const { uid = 'uid-of-granite', type, clusterIP, component } = more;
  return Service.parse({
    metadata: {
      name,
      namespace: 'demo',
      labels: component && { 'app.kubernetes.io/component': component },
      ownerReferences: [{ uid, kind: 'InferenceService', name: 'granite' }],
    },
    spec: { type, clusterIP, ports },
  });
}

const http: Port = { name: 'http', port: 80, targetPort: 8080 };
const https: Port = { name: 'https', port: 8443, targetPort: 8443 };
const llm = { resource: 'llminferenceservice' as const };
const at = (rest: string) => rest.replace('HOST', 'demo.svc.cluster.local');

describe('urlOfOwned', () => {
  it.each<[string, Service[], string | undefined]>([
    [
      'one port',
      [service('granite-predictor', [http])],
      'http://granite-predictor.HOST',
    ],
    [
      'a port with TLS beside it',
      [service('granite-predictor', [http, https])],
      'https://granite-predictor.HOST:8443',
    ],
    [
      'a headless one: the port of the pod',
      [service('granite-predictor', [http], { clusterIP: 'None' })],
      'http://granite-predictor.HOST:8080',
    ],
    [
      'a headless one with a named port',
      [
        service('granite-predictor', [{ ...http, targetPort: 'h' }], {
          clusterIP: 'None',
        }),
      ],
      'http://granite-predictor.HOST',
    ],
    [
      'the application protocol',
      [service('granite-predictor', [{ port: 9000, appProtocol: 'HTTPS' }])],
      'https://granite-predictor.HOST:9000',
    ],
    [
      'a transformer before the predictor',
      [
        service('granite-predictor', [http]),
        service('granite-transformer', [http]),
      ],
      'http://granite-transformer.HOST',
    ],
    [
      'the predictor before others',
      [service('granite-a', [http]), service('granite-predictor', [http])],
      'http://granite-predictor.HOST',
    ],
    [
      'metrics never',
      [
        service('granite-metrics', [http]),
        service('granite-predictor', [{ name: 'http-metrics', port: 9090 }]),
      ],
      undefined,
    ],
    [
      'gRPC never',
      [service('granite-predictor', [{ name: 'grpc-port', port: 9000 }])],
      undefined,
    ],
    [
      'UDP never',
      [service('granite-predictor', [{ port: 80, protocol: 'UDP' }])],
      undefined,
    ],
    [
      'an alias never',
      [service('granite', [http], { type: 'ExternalName' })],
      undefined,
    ],
    [
      "another server's never",
      [service('granite-predictor', [http], { uid: 'other' })],
      undefined,
    ],
    ['no port', [service('granite-predictor', [])], undefined],
    ['none', [], undefined],
  ])('of an InferenceService takes %s', (_name, services, expected) => {
    expect(urlOfOwned(aServer(), services)).toBe(expected && at(expected));
  });

  it.each<[string, Service[], string | undefined]>([
    [
      'the workload, not what picks endpoints',
      [
        service('granite-epp-service', [{ name: 'https', port: 9002 }], {
          component: 'llminferenceservice-router-scheduler',
        }),
        service(
          'granite-kserve-workload-svc',
          [{ name: 'https', port: 8000 }],
          { component: 'llminferenceservice-workload' },
        ),
      ],
      'https://granite-kserve-workload-svc.HOST:8000',
    ],
    [
      'the workload by its name',
      [
        service('granite-epp-service', [http]),
        service('granite-kserve-workload-svc', [http]),
      ],
      'http://granite-kserve-workload-svc.HOST',
    ],
    [
      'the workload by its label',
      [
        service('a', [http]),
        service('z', [http], { component: 'llminferenceservice-workload' }),
      ],
      'http://z.HOST',
    ],
    [
      'no scheduler',
      [service('granite-kserve-router-scheduler', [http])],
      undefined,
    ],
    ['no tokenizer', [service('granite-tokenizer', [http])], undefined],
  ])('of an LLMInferenceService takes %s', (_name, services, expected) => {
    expect(urlOfOwned(aServer(llm), services)).toBe(expected && at(expected));
  });
});
