import { aServer } from '../../__testUtils__/builders';
import { HttpError } from '../../http';
import type { KubernetesClient } from '../../kubernetes/types';
import { gapsOf } from './gaps';
import { lookUp } from './lookUp';

const ENABLE = 'security.opendatahub.io/enable-auth';
const PATH =
  '/apis/serving.kserve.io/v1alpha1/namespaces/mesh/servingruntimes/ovms';

const inMesh = aServer({
  namespace: 'mesh',
  deploymentMode: 'modelmesh',
  runtime: 'ovms',
  authentication: undefined,
});

function clientOf(answer: unknown): KubernetesClient {
  const refuse = async () => Promise.reject(new Error('not asked'));
  return {
    server: 'https://api.example.com',
    get: async (path, schema) => {
      expect(path).toBe(PATH);
      if (answer instanceof Error) {
        throw answer;
      }
      return schema.parse(answer);
    },
    create: refuse,
    replace: refuse,
    watch: () => {
      throw new Error('not asked');
    },
    close: async () => {},
  };
}

const refusal = (status: number) =>
  new HttpError(`answered ${status}`, {
    kind: 'status',
    method: 'GET',
    url: PATH,
    status,
  });

describe("whether a ModelMesh server's callers need a token", () => {
  it.each<[string, unknown, object]>([
    [
      'says "True"',
      { metadata: { annotations: { [ENABLE]: 'True' } } },
      { found: { authentication: true } },
    ],
    [
      'says anything else',
      { metadata: { annotations: { [ENABLE]: 'no' } } },
      { found: { authentication: false } },
    ],
    ['says nothing', { metadata: {} }, { found: { authentication: false } }],
    [
      'is not there',
      refusal(404),
      { found: {}, missing: undefined, error: undefined },
    ],
    [
      'may not be read',
      refusal(403),
      { found: {}, missing: 'get servingruntimes of serving.kserve.io' },
    ],
    [
      'cannot be read now',
      refusal(503),
      { found: {}, error: expect.any(HttpError) },
    ],
    [
      'cannot be understood',
      { metadata: 5 },
      { found: {}, error: expect.anything() },
    ],
  ])('when its runtime %s', async (_name, answer, expected) => {
    const gaps = gapsOf(inMesh);
    const { signal } = new AbortController();
    const wanted = gaps ? [{ server: inMesh, gaps }] : [];
    const results = await lookUp('mesh', wanted, {
      client: clientOf(answer),
      signal,
    });

    expect(results.get(inMesh.id)).toMatchObject(expected);
  });

  it('is read once for all servers of a runtime', async () => {
    const client = clientOf(refusal(503));
    const get = jest.spyOn(client, 'get');
    const gaps = { url: false, authentication: true };
    const wanted = ['a', 'b', 'c'].map(id => ({
      server: { ...inMesh, id },
      gaps,
    }));
    const { signal } = new AbortController();
    const results = await lookUp('mesh', wanted, { client, signal });

    expect([...results.values()].map(({ error }) => error)).toEqual(
      wanted.map(() => expect.any(HttpError)),
    );
    expect(get).toHaveBeenCalledTimes(1);
  });
});

it.each([
  ['says it itself', { authentication: true }, false],
  ['is of another mode', { deploymentMode: 'standard' as const }, false],
  ['has no runtime', { runtime: undefined }, false],
  [
    'has no URL and is ready',
    { authentication: true, externalUrl: undefined, internalUrl: undefined },
    true,
  ],
  [
    'has no URL and is not ready',
    {
      authentication: true,
      externalUrl: undefined,
      internalUrl: undefined,
      state: 'not-ready' as const,
    },
    false,
  ],
  [
    'has no URL and sleeps',
    {
      authentication: true,
      externalUrl: undefined,
      internalUrl: undefined,
      state: 'scaled-to-zero' as const,
    },
    true,
  ],
  ['leaves it open', {}, true],
])('a server that %s is looked up or not', (_name, change, expected) => {
  expect(gapsOf({ ...inMesh, ...change }) !== undefined).toBe(expected);
});
