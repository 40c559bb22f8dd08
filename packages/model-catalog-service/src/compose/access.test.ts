import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { explicitKubernetesConfig } from '@model-catalog/node';
import { type AccessOptions, createAccess, type Target } from './access';

const KUBERNETES = 'https://10.0.0.1:6443';

describe('the credential that goes to a registry', () => {
  let server: Server;
  let url: string;
  const heard: Array<string | undefined> = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      heard.push(request.headers.authorization);
      response.end();
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address: AddressInfo | string | null = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  });
  beforeEach(() => heard.splice(0));
  afterAll(() => server.close());

  const files = new Map<string, string>();
  const accessOf = (parts: Partial<AccessOptions> = {}) =>
    createAccess({
      config: { caFiles: [], insecureSkipTlsVerify: false },
      kubernetes: explicitKubernetesConfig({
        server: KUBERNETES,
        token: 'cluster-token',
      }),
      environment: { TEAM_TOKEN: ' team-token\n' },
      onExchange: () => () => {},
      files: { read: async path => files.get(path) },
      ...parts,
    });
  async function ask(
    access: ReturnType<typeof accessOf>,
    target: Partial<Target> = {},
  ) {
    const client = access.trusted({ kind: 'model-registry', url, ...target });
    await client.request({ url }).finally(() => client.close());
    return heard.at(-1);
  }

  it.each<[string, Partial<Target>, string | undefined, string | undefined]>([
    ['our own for the cluster', {}, undefined, 'Bearer cluster-token'],
    ['KFMR_TOKEN before it', {}, 'kfmr', 'Bearer kfmr'],
    [
      'its own before all others',
      { token: { env: 'TEAM_TOKEN' } },
      'kfmr',
      'Bearer team-token',
    ],
    [
      'none where it would travel in plain text',
      { url: 'http://registry.example.com' },
      'kfmr',
      undefined,
    ],
  ])('is %s', async (_what, target, registryToken, expected) => {
    const config = { caFiles: [], insecureSkipTlsVerify: false, registryToken };
    expect(await ask(accessOf({ config }), target)).toBe(expected);
  });

  it('is read anew from its file for each request', async () => {
    const access = accessOf();
    const target = { token: { file: '/run/token' } };
    files.set('/run/token', 'first\n');
    expect(await ask(access, target)).toBe('Bearer first');
    files.set('/run/token', 'second\n');
    expect(await ask(access, target)).toBe('Bearer second');
    files.delete('/run/token');
    await expect(ask(access, target)).rejects.toThrow(
      'the token file /run/token is missing or empty',
    );
  });

  it('is never the password with which Kubernetes is asked', async () => {
    const kubernetes = {
      ...explicitKubernetesConfig({ server: KUBERNETES }),
      authorize: async () => ({ authorization: 'Basic dXNlcjpwYXNz' }),
    };
    expect(await ask(accessOf({ kubernetes }))).toBeUndefined();
  });

  it('is none for a model server', async () => {
    const client = accessOf().anonymous();
    await client.request({ url });
    await client.close();
    expect(heard).toEqual([undefined]);
  });
});
