import { loadKubernetesConfig } from './loadConfig';

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
const HOST = {
  KUBERNETES_SERVICE_HOST: '10.0.0.1',
  KUBERNETES_SERVICE_PORT: '6443',
  HOME: '/home/dev',
};
const ACCOUNT_FILES = {
  [`${ACCOUNT}/token`]: 'file-token\n',
  [`${ACCOUNT}/ca.crt`]: 'file-ca',
  [`${ACCOUNT}/namespace`]: 'file-namespace',
};

const kubeconfig = (
  name: string,
  cluster = 'server: https://api.example:6443',
) =>
  [
    'apiVersion: v1',
    'kind: Config',
    `current-context: ${name}`,
    'clusters:',
    `- {name: ${name}, cluster: {${cluster}}}`,
    'users:',
    `- {name: ${name}, user: {token: ${name}-token}}`,
    'contexts:',
    `- {name: ${name}, context: {cluster: ${name}, user: ${name}, namespace: ${name}-space}}`,
  ].join('\n');

function filesOf(content: Record<string, string>) {
  return { read: async (path: string) => content[path] };
}

async function load(
  env: Record<string, string>,
  content: Record<string, string> = {},
) {
  const loaded = await loadKubernetesConfig(env, filesOf(content));
  if (!loaded.found) {
    throw new Error(loaded.message);
  }
  const { config } = loaded;
  const { authorization } = await config.authorize({ refused: false });
  const { caPem } = await config.tls();
  const { server, namespace, origin } = config;
  return { server, namespace, origin, authorization, caPem };
}

async function refusal(
  env: Record<string, string>,
  content: Record<string, string> = {},
) {
  const loaded = await loadKubernetesConfig(env, filesOf(content));
  return loaded.found ? `found: ${loaded.config.origin}` : loaded.message;
}

describe('loadKubernetesConfig', () => {
  it('takes KUBECONFIG before everything else', async () => {
    const config = await load(
      { ...HOST, KUBECONFIG: '/k/one', token: 'env-token' },
      { ...ACCOUNT_FILES, '/k/one': kubeconfig('one') },
    );
    expect(config).toEqual({
      server: 'https://api.example:6443',
      namespace: 'one-space',
      origin: 'KUBECONFIG',
      authorization: 'Bearer one-token',
      caPem: undefined,
    });
  });

  it('merges several files; the first one names the context', async () => {
    const config = await load(
      { KUBECONFIG: '/k/one:/k/two' },
      { '/k/one': kubeconfig('one'), '/k/two': kubeconfig('two') },
    );
    expect(config.authorization).toBe('Bearer one-token');
  });

  it('reads a pod as the Developer Hub operator makes it: everything by envFrom', async () => {
    const config = await load({
      ...HOST,
      token: 'env-token',
      'ca.crt': 'env-ca',
      namespace: 'env-namespace',
    });
    expect(config).toEqual({
      server: 'https://10.0.0.1:6443',
      namespace: 'env-namespace',
      origin: 'environment (token, ca.crt)',
      authorization: 'Bearer env-token',
      caPem: 'env-ca',
    });
  });

  it('reads the service-account files', async () => {
    const config = await load(HOST, ACCOUNT_FILES);
    expect(config).toEqual({
      server: 'https://10.0.0.1:6443',
      namespace: 'file-namespace',
      origin: 'service-account files',
      authorization: 'Bearer file-token',
      caPem: 'file-ca',
    });
  });

  it('reads the token file anew for each request', async () => {
    const content = { ...ACCOUNT_FILES };
    const loaded = await loadKubernetesConfig(HOST, filesOf(content));
    content[`${ACCOUNT}/token`] = 'rotated';
    const headers =
      loaded.found && (await loaded.config.authorize({ refused: false }));
    expect(headers).toEqual({ authorization: 'Bearer rotated' });
  });

  it.each([
    [{ K8S_TOKEN: 'explicit', token: 'env-token' }, 'Bearer explicit'],
    [{ K8S_TOKEN: '', token: 'env-token' }, 'Bearer env-token'],
    [{ K8S_TOKEN: '', token: ' ' }, 'Bearer file-token'],
  ])('of %j takes %s', async (env, authorization) => {
    const config = await load({ ...HOST, ...env }, ACCOUNT_FILES);
    expect(config.authorization).toBe(authorization);
  });

  it.each([
    [{ NAMESPACE: 'a', POD_NAMESPACE: 'b', namespace: 'c' }, 'a'],
    [{ NAMESPACE: '', POD_NAMESPACE: 'b', namespace: 'c' }, 'b'],
    [{ namespace: 'c' }, 'c'],
    [{}, undefined],
  ])('of %j takes namespace %s', async (env, namespace) => {
    const config = await load({ ...HOST, token: 't', ...env });
    expect(config.namespace).toBe(namespace);
  });

  it('brackets an IPv6 host and knows the default port', async () => {
    const config = await load({
      KUBERNETES_SERVICE_HOST: 'fd00::1',
      token: 't',
    });
    expect(config.server).toBe('https://[fd00::1]:443');
  });

  it('falls back to the home folder', async () => {
    const config = await load(
      { HOME: '/home/dev' },
      { '/home/dev/.kube/config': kubeconfig('home') },
    );
    expect(config.authorization).toBe('Bearer home-token');
  });

  it('tells what was tried in order, and what to do', async () => {
    const message = await refusal({ HOME: '/home/dev' });
    expect(message).toMatch(
      /\(1\) KUBECONFIG is not set.*\(2\).*KUBERNETES_SERVICE_HOST.*\(3\) \/home\/dev\/\.kube\/config does not exist.*envFrom/,
    );
  });

  it('names a pod without any token', async () => {
    const message = await refusal(HOST);
    expect(message).toContain(`${ACCOUNT}/token`);
  });

  it.each([
    ['is missing', undefined, '/k/one does not exist'],
    ['is no YAML', '\t{', 'cannot be parsed'],
    [
      'has no cluster',
      'current-context: x\nclusters: []\nusers: []\ncontexts: []',
      'names no cluster',
    ],
    [
      'asks for plain HTTP',
      kubeconfig('one', 'server: "http://api.example"'),
      'https is needed',
    ],
    [
      'asks for a proxy',
      kubeconfig('one', 'server: "https://a", proxy-url: "http://p"'),
      'proxy-url',
    ],
  ])(
    'does not go on when the file of KUBECONFIG %s',
    async (_, text, reason) => {
      const message = await refusal(
        { ...HOST, KUBECONFIG: '/k/one', token: 't' },
        text === undefined ? {} : { '/k/one': text },
      );
      expect(message).toContain('from KUBECONFIG cannot be used');
      expect(message).toContain(reason);
    },
  );

  it('never quotes a broken kubeconfig', async () => {
    const message = await refusal(
      { KUBECONFIG: '/k/one' },
      { '/k/one': 'users: [{token: sup3rsecret' },
    );
    expect(message).not.toContain('sup3rsecret');
  });
});
