import { createServer, type IncomingMessage } from 'http';
import { writeFile } from 'fs/promises';
import { join } from 'path';

/** Of the tenant, in the Secret of the cluster. */
export const TOKEN = 'the-token-of-the-administrator';

/** What a stand-in answers. */
export type Reply = { status?: number; location?: string; json?: unknown };

/** To be called by whoever serves, after each test. */
export const stops: (() => Promise<void>)[] = [];

/** Serves on loopback until {@link stops} are called. */
export async function serve(
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
export const clusterWith =
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
      '/api/v1/namespaces/sso/secrets/maas-client': {
        json: { data: { 'client-secret': base64('the-secret-of-the-client') } },
      },
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

/** Writes a kubeconfig for a stand-in of the Kubernetes API; gives its path. */
export async function writeKubeconfig(
  dir: string,
  server: string,
): Promise<string> {
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
}
