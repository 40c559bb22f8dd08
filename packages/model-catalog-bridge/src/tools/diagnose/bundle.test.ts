import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createRig } from '../../roles/__testUtils__/bridge';
import { runTool } from '../__testUtils__/runTool';
import { jwt, startCluster } from './__testUtils__/clinic';
import { configShown } from './configShown';
import { createRedactor } from './redact';

jest.setTimeout(60_000);

describe('the bundle for support', () => {
  let rig: Awaited<ReturnType<typeof createRig>>;
  beforeEach(async () => {
    rig = await createRig();
  });
  afterEach(() => rig.close());

  it('holds none of the secrets that it could come across', async () => {
    const { simulator, environment } = await startCluster(rig);
    // A registry that echoes the token it was shown, and more.
    const gossip = createServer((request, response) => {
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(
        `you sent ${request.headers.authorization}; my password=secret-08-gossip-pw`,
      );
    });
    await new Promise<void>(resolve => {
      gossip.listen(0, '127.0.0.1', resolve);
    });
    const address = gossip.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const at = (name: string) => join(rig.dir, name);
    await writeFile(at('registry-token'), 'secret-05-registry-file\n');
    await writeFile(at('location-token'), 'secret-06-location-file\n');
    await writeFile(
      at('bridge.yaml'),
      `registries:
  - name: dev
    url: http://127.0.0.1:${port}
    tokenFile: ${at('registry-token')}
  - name: other
    url: https://127.0.0.1:1/?apikey=secret-09-in-a-query
`,
    );
    await writeFile(
      at('app-config.yaml'),
      `backend:
  database: {connection: {password: secret-07-in-app-config}}
catalog:
  providers:
    modelCatalog:
      development: {baseUrl: 'http://localhost:9090', token: "secret-10-provider"}
techdocs: {builder: local}
`,
    );
    const kubernetesToken = jwt(new Date('2030-01-01'));
    simulator.kubernetes.tokens.set({
      token: kubernetesToken,
      user: 'connector',
    });
    const secrets = [
      kubernetesToken,
      'secret-01-kfmr',
      'secret-02-storage',
      'secret-03-postgres',
      'secret-04-proxy',
      ...Array.from({ length: 6 }, (_, index) => `secret-${index + 5}`),
      'secret-08-gossip-pw',
      'secret-09-in-a-query',
      'secret-10-provider',
    ];
    const file = at('bundle.json.gz');

    const { errors } = await runTool(
      [
        'diagnose',
        '--bundle',
        file,
        '--config',
        at('bridge.yaml'),
        '--app-config',
        at('app-config.yaml'),
        '--token-file',
        at('location-token'),
      ],
      {
        ...environment,
        token: kubernetesToken,
        KFMR_TOKEN: 'secret-01-kfmr',
        STORAGE_TOKEN: 'secret-02-storage',
        POSTGRES_PASSWORD: 'secret-03-postgres',
        HTTPS_PROXY: 'http://proxy:secret-04-proxy@127.0.0.1:1',
        MY_OTHER_APPLICATION: 'of no concern',
      },
    );
    gossip.close();
    gossip.closeAllConnections();

    expect(errors).toContain('is written, without secrets');
    const text = gunzipSync(await readFile(file)).toString('utf8');
    const { findings, settings, files } = JSON.parse(text);
    // It is worth something all the same.
    expect(findings.length).toBeGreaterThan(20);
    expect(settings).toMatchObject({
      NAMESPACE: 'rhdh',
      KFMR_TOKEN: '[set, not told]',
    });
    expect(settings).not.toHaveProperty('MY_OTHER_APPLICATION');
    expect(files[at('bridge.yaml')].registries[0]).toMatchObject({
      name: 'dev',
      tokenFile: at('registry-token'),
    });
    expect(files[at('app-config.yaml')]).toEqual({
      catalog: {
        providers: {
          modelCatalog: {
            development: {
              baseUrl: 'http://localhost:9090',
              token: '[set, not told]',
            },
          },
        },
      },
      techdocs: { builder: 'local' },
    });
    for (const secret of secrets) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(Buffer.from(secret).toString('base64'));
    }
    expect((await stat(file)).mode % 0o1000).toBe(0o600);
  });
});

describe('what looks like a secret', () => {
  const { clean, learn } = createRedactor({ MY_TOKEN: 'opensesame' });
  learn('a "quoted" one');

  it.each([
    ['of the environment', 'it is opensesame!', 'opensesame'],
    ['in base64', Buffer.from('opensesame').toString('base64'), 'b3Blbn'],
    ['within JSON', JSON.stringify({ a: 'a "quoted" one' }), 'quoted'],
    ['a JWT', `token eyJhbGciOi.eyJzdWIiOi.sig`, 'eyJ'],
    ['of a login', 'sha256~abcDEF-123', 'abcDEF'],
    ['a header', 'Authorization: Bearer abcdef', 'abcdef'],
    ['in a URL', 'https://me:hunter2@host/', 'hunter2'],
    ['in a query', 'https://host/?access_token=hunter2', 'hunter2'],
    ['in YAML', 'clientSecret: hunter22', 'hunter22'],
    ['quoted in YAML', 'password: "hunter 22"', 'hunter'],
    [
      'a private key',
      '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----',
      'MIIE',
    ],
    ['of a cloud', 'AKIAABCDEFGHIJKLMNOP', 'ABCDEFG'],
  ])('%s is taken out', (_, text, secret) => {
    expect(clean(text)).not.toContain(secret);
    expect(clean(text)).toContain('[removed]');
  });

  it.each([
    'registry https://registry.example.com/api answers',
    'resources ["secrets"], verbs ["get"]',
    'from the variable MY_TOKEN; it does not tell its expiry',
  ])('%s stays', text => {
    expect(clean(text)).toBe(text);
  });
});

describe('a configuration in the bundle', () => {
  it.each([
    ['on lines of its own', 'token: >-\n  hunter22\nname: x', 'bridge'],
    ['in a list', 'keys: [{secret: hunter22}]', 'bridge'],
    ['of another plugin', 'integrations: {github: [{x: hunter22}]}', 'hub'],
    ['in what is no YAML', 'a: [hunter22', 'bridge'],
  ] as const)('has no secret %s', (_, text, whose) => {
    expect(JSON.stringify(configShown(text, whose))).not.toContain('hunter22');
  });
});
