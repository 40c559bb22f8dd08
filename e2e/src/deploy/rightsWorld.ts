import { join } from 'path';
import { writeFile } from 'fs/promises';
import type { KubernetesClient } from '../realServers';
import { createStandIns, type StandIn } from '../realServers/standInKinds';

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

const CONSOLE_LINKS: StandIn = {
  kind: 'ConsoleLink',
  group: 'console.openshift.io',
  version: 'v1',
  scope: 'Cluster',
};

const THREESCALE = { group: 'capabilities.3scale.net', version: 'v1beta1' };
const MAAS = { group: 'maas.opendatahub.io', version: 'v1alpha1' };

/** Kinds by which models are offered; those that the cluster has already stay. */
const OFFERING: readonly StandIn[] = [
  { kind: 'Product', ...THREESCALE },
  { kind: 'Backend', ...THREESCALE },
  { kind: 'ActiveDoc', ...THREESCALE },
  { kind: 'MaaSModelRef', ...MAAS },
  { kind: 'MaaSSubscription', ...MAAS },
  { kind: 'APIProduct', group: 'devportal.kuadrant.io', version: 'v1alpha1' },
  { kind: 'PlanPolicy', group: 'extensions.kuadrant.io', version: 'v1alpha1' },
  { kind: 'HTTPRoute', group: 'gateway.networking.k8s.io', version: 'v1' },
];

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
  await createStandIns(client, [CONSOLE_LINKS, ...OFFERING]);
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
