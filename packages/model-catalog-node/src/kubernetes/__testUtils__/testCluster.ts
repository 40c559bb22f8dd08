import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import { createHttpClient } from '../../http';
import { createKubernetesClient } from '../client';
import { explicitKubernetesConfig } from '../config';

const KSERVE = '/apis/serving.kserve.io/v1beta1';
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

const DEFINITION = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'inferenceservices.serving.kserve.io' },
  spec: {
    group: 'serving.kserve.io',
    scope: 'Namespaced',
    names: {
      plural: 'inferenceservices',
      singular: 'inferenceservice',
      kind: 'InferenceService',
      listKind: 'InferenceServiceList',
    },
    versions: [
      {
        name: 'v1beta1',
        served: true,
        storage: true,
        subresources: { status: {} },
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

type StartOptions = Partial<Parameters<typeof startSimulator>[0]>;

/** What a test gives of an InferenceService beside its name. */
export type ServiceParts = {
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  predictor?: unknown;
};

/** An InferenceService of a test, as it is posted. */
export function serviceOf(name: string, parts: ServiceParts = {}) {
  const { namespace = 'default', labels, annotations, predictor } = parts;
  return {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { name, namespace, labels, annotations },
    spec: {
      predictor: predictor ?? { model: { modelFormat: { name: 'onnx' } } },
    },
  };
}

type Method = 'POST' | 'PATCH' | 'DELETE';
type Send = (method: Method, path: string, body?: unknown) => Promise<unknown>;

/** Requests as the cluster's admin. */
function adminOf({ url, token, caPem }: Simulator['kubernetes']) {
  const http = createHttpClient({
    tls: { caPem },
    authorize: async () => ({ authorization: `Bearer ${token}` }),
  });
  const send: Send = (method, path, body) => {
    const type =
      method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    return http.request({
      method,
      url: `${url}${path}`,
      headers: { 'content-type': type },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  };
  return { send, close: () => http.close() };
}

function writesOf(send: Send) {
  const pathOf = (namespace: string, rest = '') =>
    `${KSERVE}/namespaces/${namespace}/inferenceservices${rest}`;
  return {
    create: (name: string, parts: ServiceParts = {}) =>
      send(
        'POST',
        pathOf(parts.namespace ?? 'default'),
        serviceOf(name, parts),
      ),
    patch: (name: string, patch: unknown) =>
      send('PATCH', pathOf('default', `/${name}`), patch),
    patchStatus: (name: string, status: unknown) =>
      send('PATCH', pathOf('default', `/${name}/status`), { status }),
    remove: (name: string) => send('DELETE', pathOf('default', `/${name}`)),
    createNamespace: (name: string) =>
      send('POST', '/api/v1/namespaces', { metadata: { name } }),
    /** Installs KServe's definition of InferenceService. */
    serveInferenceServices: () => send('POST', DEFINITIONS, DEFINITION),
  };
}

/** A simulated cluster, for tests, with what they do to it as its admin. */
export async function startTestCluster(options: StartOptions = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'cluster-'));
  const simulator = await startSimulator({
    dir,
    watch: { bookmarkIntervalMs: 30 },
    // The tests say themselves when a server is ready.
    readyDelayMs: 3_600_000,
    ...options,
  });
  const { kubernetes, services } = simulator;
  const { url, caPem } = kubernetes;
  const admin = adminOf(kubernetes);
  return {
    ...writesOf(admin.send),
    kubernetes,
    faults: services.kubernetes.faults,
    /** How often something like `GET inferenceservices.serving.kserve.io?watch` was asked. */
    requests: (pattern: string): number =>
      services.kubernetes.counter.counts.patterns[pattern]?.requests ?? 0,
    clientOf: (token: string) =>
      createKubernetesClient(
        explicitKubernetesConfig({ server: url, token, caPem }),
        { retry: { retries: 0 } },
      ),
    stop: async () => {
      await admin.close();
      await simulator.stop();
      rmSync(dir, { recursive: true });
    },
  };
}

export type TestCluster = Awaited<ReturnType<typeof startTestCluster>>;

/** Right to read InferenceServices everywhere. */
export const READ_SERVICES = {
  apiGroups: ['serving.kserve.io'],
  resources: ['inferenceservices'],
  verbs: ['get', 'list', 'watch'],
};

/** Waits, at most five seconds, until something holds. */
export async function until(
  condition: () => boolean,
  what: () => string = () => 'the condition',
): Promise<void> {
  const end = performance.now() + 5_000;
  while (!condition()) {
    if (performance.now() > end) {
      throw new Error(`Waited in vain for ${what()}`);
    }
    await new Promise(resolve => {
      setTimeout(resolve, 3);
    });
  }
}

/** For rigs that read one label only. */
export const Labelled = z.object({
  metadata: z.object({ labels: z.record(z.string(), z.string()).optional() }),
});
