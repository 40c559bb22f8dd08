import { createServer, type IncomingMessage } from 'http';
import { mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { startThreescale } from '@model-catalog/threescale-simulator';
import { runTool } from '../../tools/__testUtils__/runTool';

jest.setTimeout(60_000);

const TOKEN = 'the-token-of-the-administrator';
const PASSWORD = 'the-password-of-the-administrator';

type Reply = { status?: number; location?: string; json?: unknown };

const stops: (() => Promise<void>)[] = [];

async function serve(
  answer: (request: IncomingMessage, body: string) => Reply,
): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => {
      body += chunk;
    });
    request.on('end', () => {
      const { status = 200, location, json } = answer(request, body);
      response.statusCode = status;
      if (location) {
        response.setHeader('location', location);
      }
      response.setHeader(
        'content-type',
        json ? 'application/json' : 'text/html',
      );
      response.end(json ? JSON.stringify(json) : '<h1>Page</h1>');
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  stops.push(
    () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return `http://127.0.0.1:${port}`;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const list = (...items: unknown[]) => ({ json: { items } });

/** A Kubernetes API with an installation of 3scale. */
const clusterWith =
  (adminUrl: string) =>
  (request: IncomingMessage): Reply => {
    const replies: Record<string, Reply> = {
      '/apis/storage.k8s.io/v1/storageclasses': list({
        metadata: { name: 'cephfs' },
        provisioner: 'openshift-storage.cephfs.csi.ceph.com',
      }),
      '/api/v1/namespaces/3scale/persistentvolumeclaims': list(),
      '/apis/apps.3scale.net/v1alpha1/namespaces/3scale/apimanagers': list({
        metadata: { name: 'apimanager' },
        spec: { wildcardDomain: 'apps.example.com', tenantName: 'maas' },
      }),
      '/apis/apps/v1/namespaces/3scale/deployments': list({
        metadata: {
          name: 'system-app',
          ownerReferences: [{ kind: 'APIManager' }],
        },
        spec: { replicas: 1 },
        status: { readyReplicas: 1 },
      }),
      '/apis/route.openshift.io/v1/namespaces/3scale/routes': list({
        metadata: { name: 'zync' },
        spec: { host: 'maas-admin.apps.example.com' },
      }),
      '/api/v1/namespaces/3scale/secrets/tenant': {
        json: { data: { token: base64(TOKEN), adminURL: base64(adminUrl) } },
      },
    };
    return (
      replies[request.url ?? ''] ?? {
        ...{
          status: 404,
          json: { kind: 'Status', code: 404, message: 'none' },
        },
      }
    );
  };

describe('maas check in a cluster', () => {
  let dir: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'maas-check-'));
    await writeFile(join(dir, 'password'), PASSWORD);
    await writeFile(join(dir, 'secret'), 'the-secret-of-the-client');
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) {
      await stop();
    }
    await rm(dir, { recursive: true, force: true });
  });

  const kubeconfigOf = async (server: string) => {
    const path = join(dir, 'kubeconfig');
    await writeFile(
      path,
      JSON.stringify({
        ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'x' },
        clusters: [
          { name: 'x', cluster: { server, 'insecure-skip-tls-verify': true } },
        ],
        users: [{ name: 'x', user: { token: 'a-kubernetes-token' } }],
        contexts: [{ name: 'x', context: { cluster: 'x', user: 'x' } }],
      }),
    );
    return path;
  };

  it('finds prerequisites, address and token there', async () => {
    const threescale = await startThreescale({ token: TOKEN });
    stops.push(() => threescale.stop());
    const KUBECONFIG = await kubeconfigOf(
      await serve(clusterWith(threescale.url)),
    );
    const { out } = await runTool(
      ['maas', 'check', '--json', '--token-secret', 'tenant'],
      { KUBECONFIG },
    );
    expect(JSON.parse(out)).toMatchObject({
      tenant: threescale.url,
      steps: expect.arrayContaining(
        [
          'cluster.storage',
          'cluster.apimanager',
          'cluster.deployments',
          'cluster.admin-route',
        ].map(id => expect.objectContaining({ id, state: 'done' })),
      ),
    });
    expect(out).not.toContain(TOKEN);
  });

  it('says when the Secret is not there', async () => {
    const KUBECONFIG = await kubeconfigOf(await serve(clusterWith('')));
    const { code, out } = await runTool(['maas', 'check'], { KUBECONFIG });
    expect(code).toBe(1);
    expect(out).toContain('the Secret 3scale/system-seed cannot be read');
    expect(out).toContain('--token-file');
  });

  /** A Keycloak as far as it is asked, with the client's redirect wide open. */
  const startSso = async () => {
    const client = {
      ...{ id: 'uuid', clientId: '3scale', redirectUris: ['*'] },
      protocol: 'openid-connect',
    };
    const url = await serve((request, body) => {
      if (request.url?.endsWith('/token')) {
        return { json: { access_token: 'an-access-token' } };
      }
      if (request.method === 'PUT') {
        Object.assign(client, JSON.parse(body));
        return { json: {} };
      }
      return request.url?.startsWith('/admin/') ? { json: [client] } : {};
    });
    return { realm: `${url}/realms/maas`, client };
  };

  it('sets up the login, corrects its redirect, and walks it', async () => {
    const sso = await startSso();
    const portalUrl: string = await serve(() => {
      const query = new URLSearchParams({
        ...{ client_id: '3scale', response_type: 'code' },
        redirect_uri: `${portalUrl}/auth/x/callback`,
      });
      const path = '/protocol/openid-connect/auth';
      return { status: 302, location: `${sso.realm}${path}?${query}` };
    });
    const threescale = await startThreescale({ token: TOKEN, portalUrl });
    stops.push(() => threescale.stop());
    const run = (command: string, ...more: string[]) =>
      runTool(
        [
          ...['maas', command, '--no-cluster', '--url', threescale.url],
          ...['--sso-realm', sso.realm],
          ...['--sso-secret-file', join(dir, 'secret'), ...more],
        ],
        {
          THREESCALE_TOKEN: TOKEN,
          KEYCLOAK_USER: 'admin',
          KEYCLOAK_PASSWORD_FILE: join(dir, 'password'),
        },
      );
    const setUp = await run('setup-tenant');
    expect(setUp.errors).toContain(
      `set the redirect of 3scale to ${portalUrl}/auth/*`,
    );
    expect(setUp.code).toBe(0);
    expect(sso.client).toMatchObject({
      ...{ redirectUris: [`${portalUrl}/auth/*`], protocol: 'openid-connect' },
    });
    const check = await run('check', '--login');
    expect(check.out).toContain('shows its login');
    expect(check.code).toBe(0);
    const all = setUp.out + setUp.errors + check.out + check.errors;
    for (const secret of [TOKEN, PASSWORD, 'the-secret-of-the-client']) {
      expect(all).not.toContain(secret);
    }
  });
});
