import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

/** What an API server answers, by path; 403 where nobody may look, 404 for all else. */
export type Answers = Readonly<Record<string, object | 403>>;

/** An API server that only answers, and a kubeconfig for it. */
export async function startApiServer(dir: string, answers: Answers) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const [path = ''] = (request.url ?? '').split('?');
    const found = answers[path];
    const isThere = typeof found === 'object';
    response.writeHead(isThere ? 200 : found ?? 404, {
      'content-type': 'application/json',
    });
    response.end(
      JSON.stringify(
        isThere ? found : { kind: 'Status', message: `${path}: no` },
      ),
    );
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const kubeconfig = join(dir, 'kubeconfig');
  await writeFile(
    kubeconfig,
    `apiVersion: v1
kind: Config
current-context: a
contexts: [{name: a, context: {cluster: a, user: a, namespace: default}}]
clusters: [{name: a, cluster: {server: 'http://127.0.0.1:${port}', insecure-skip-tls-verify: true}}]
users: [{name: a, user: {}}]
`,
  );
  return {
    asked,
    kubeconfig,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const list = (...items: object[]) => ({ items });

/** OpenShift AI 3.0 with two registries, and a Developer Hub of its operator. */
export const OPERATOR: Answers = {
  '/apis/datasciencecluster.opendatahub.io/v1/datascienceclusters': list({
    spec: {
      components: {
        modelregistry: {
          managementState: 'Managed',
          registriesNamespace: 'models',
        },
      },
    },
    status: {
      release: { name: 'OpenShift AI Self-Managed', version: '3.0.0' },
    },
  }),
  '/apis/rbac.authorization.k8s.io/v1/namespaces/models/roles': list(
    { metadata: { name: 'leader-election' } },
    { metadata: { name: 'registry-user-dev' } },
  ),
  '/apis/rhdh.redhat.com': { preferredVersion: { version: 'v1alpha5' } },
  '/apis/rhdh.redhat.com/v1alpha5/backstages': list({
    metadata: { name: 'hub', namespace: 'portal' },
    spec: {
      application: {
        appConfig: { configMaps: [{ name: 'mine' }] },
        dynamicPluginsConfigMapName: 'my-plugins',
      },
      deployment: {
        patch: {
          spec: {
            template: {
              spec: { containers: [{ name: 'mine', image: 'm:1' }] },
            },
          },
        },
      },
    },
  }),
};

/** Open Data Hub, whose objects may not be looked at, and a Developer Hub of the chart. */
export const HELM: Answers = {
  '/apis/datasciencecluster.opendatahub.io/v1/datascienceclusters': 403,
  '/api/v1/namespaces/odh-model-registries': {
    metadata: { name: 'odh-model-registries' },
  },
  '/apis/apps/v1/deployments': list({
    metadata: { name: 'rhdh', namespace: 'portal' },
  }),
};
