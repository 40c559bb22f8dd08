import { join } from 'path';
import { writeFile } from 'fs/promises';
import type { KubernetesClient } from '../realServers';
import { waitUntilServed } from '../realServers/crds';

const SERVERS =
  '/apis/serving.kserve.io/v1beta1/namespaces/team/inferenceservices';

interface Server {
  readonly name: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly model: Readonly<Record<string, unknown>>;
  readonly status: Readonly<Record<string, unknown>>;
}

const READY = [{ type: 'Ready', status: 'True' }];

/** Does not say its address, and asks for its Services; is on ModelMesh, and asks for its runtime. */
const ASKING: readonly Server[] = [
  {
    name: 'granite',
    model: { modelFormat: { name: 'vLLM' }, storageUri: 'oci://example.com/g' },
    status: { conditions: READY },
  },
  {
    name: 'mnist',
    annotations: { 'serving.kserve.io/deploymentMode': 'ModelMesh' },
    model: {
      modelFormat: { name: 'onnx' },
      runtime: 'ovms',
      storage: { key: 'aws', path: 'mnist/1' },
    },
    status: { url: 'grpc://modelmesh-serving.team:8033', conditions: READY },
  },
];

async function must(
  client: KubernetesClient,
  request: Parameters<KubernetesClient['send']>[0],
) {
  const { status, body } = await client.send(request);
  if (status >= 300) {
    throw new Error(`${request.path}: ${status} ${JSON.stringify(body)}`);
  }
}

async function createServer(client: KubernetesClient, server: Server) {
  const { name, annotations, model, status } = server;
  await must(client, {
    method: 'POST',
    path: SERVERS,
    body: {
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: { name, namespace: 'team', annotations },
      spec: { predictor: { model } },
    },
  });
  await must(client, {
    method: 'PATCH',
    path: `${SERVERS}/${name}/status`,
    contentType: 'application/merge-patch+json',
    body: JSON.stringify({ status }),
  });
}

/** OpenShift's own schema is not at hand; this stands for it. */
const CONSOLE_LINKS = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'consolelinks.console.openshift.io' },
  spec: {
    group: 'console.openshift.io',
    scope: 'Cluster',
    names: {
      plural: 'consolelinks',
      singular: 'consolelink',
      kind: 'ConsoleLink',
      listKind: 'ConsoleLinkList',
    },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            'x-kubernetes-preserve-unknown-fields': true,
          },
        },
      },
    ],
  },
};

const LINKS = '/apis/console.openshift.io/v1/consolelinks';
const ROUTES =
  '/apis/route.openshift.io/v1/namespaces/rhoai-model-registries/routes';

async function createRoute(client: KubernetesClient, host: string) {
  await must(client, {
    method: 'POST',
    path: ROUTES,
    body: {
      apiVersion: 'route.openshift.io/v1',
      kind: 'Route',
      metadata: { name: 'by-hand', namespace: 'rhoai-model-registries' },
      spec: {
        host,
        to: { kind: 'Service', name: 'modelregistry-public' },
        tls: { termination: 'edge' },
      },
    },
  });
}

/** Makes what each right is for: with all of it there, each is made use of. */
export async function createRightsWorld(
  client: KubernetesClient,
): Promise<void> {
  await must(client, {
    method: 'POST',
    path: '/api/v1/namespaces',
    body: { metadata: { name: 'team', labels: { publish: 'yes' } } },
  });
  for (const server of ASKING) await createServer(client, server);
  await must(client, {
    method: 'POST',
    path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    body: CONSOLE_LINKS,
  });
  await waitUntilServed(client, [LINKS]);
  await must(client, {
    method: 'POST',
    path: LINKS,
    body: {
      apiVersion: 'console.openshift.io/v1',
      kind: 'ConsoleLink',
      metadata: { name: 'rhodslink' },
      spec: { href: 'https://rh-ai.apps.example.com' },
    },
  });
  await createRoute(client, 'registry.example.com');
}

/** A configuration file that decides by the labels of namespaces. */
export async function writeSelector(dir: string): Promise<string> {
  const file = join(dir, 'selector.yaml');
  await writeFile(file, 'namespaces:\n  selector: publish=yes\n');
  return file;
}
