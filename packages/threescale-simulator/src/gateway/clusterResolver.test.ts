import { listenLate, type LateServer } from '../lateServer';
import { clusterResolver } from './clusterResolver';

jest.setTimeout(30_000);

const SERVERS = '/apis/serving.kserve.io';
const OBJECTS: Readonly<Record<string, unknown>> = {
  [`${SERVERS}/v1beta1/namespaces/team/inferenceservices/granite`]: {
    status: { address: { url: 'http://localhost:8101/base' } },
  },
  [`${SERVERS}/v1alpha1/namespaces/team/llminferenceservices/gpt`]: {
    status: {
      addresses: [
        { url: 'http://outside.example.com' },
        { url: 'http://localhost:8102' },
      ],
    },
  },
  [`${SERVERS}/v1beta1/namespaces/team/inferenceservices/stopped`]: {
    status: {},
  },
};

let api: LateServer;
let resolver: ReturnType<typeof clusterResolver>;
const tokens: (string | undefined)[] = [];

beforeEach(async () => {
  api = await listenLate(0);
  api.handle((request, response) => {
    tokens.push(request.headers.authorization);
    const found = OBJECTS[request.url ?? ''];
    response.writeHead(found ? 200 : 404);
    response.end(JSON.stringify(found ?? { message: 'not found' }));
  });
  resolver = clusterResolver({ url: api.url, token: 'reader' });
});

afterEach(async () => {
  resolver.close();
  await api.stop();
});

describe('where the gateway finds a model', () => {
  it.each([
    [
      'http://granite-predictor.team.svc.cluster.local:8080/v1/models?x=1',
      'http://localhost:8101/v1/models?x=1',
    ],
    ['http://granite-predictor.team.svc/v1', 'http://localhost:8101/v1'],
    [
      'https://gpt-kserve-workload-svc.team.svc.cluster.local:8000/v1',
      'http://localhost:8102/v1',
    ],
    [
      'http://granite-predictor.team.svc:8080//elsewhere.example.com/v1',
      'http://localhost:8101//elsewhere.example.com/v1',
    ],
    ['https://models.example.com/v1', 'https://models.example.com/v1'],
    ['http://stopped-predictor.team.svc:8080/v1', undefined],
    ['http://unknown.team.svc:8080/v1', undefined],
  ])('%s is %s', async (privateUrl, url) => {
    const found = await resolver.resolve(new URL(privateUrl));
    expect(found?.href).toBe(url);
  });

  it('is asked for with the token of the cluster', async () => {
    await resolver.resolve(new URL('http://granite-predictor.team.svc/v1'));
    expect(tokens.at(-1)).toBe('Bearer reader');
  });
});
