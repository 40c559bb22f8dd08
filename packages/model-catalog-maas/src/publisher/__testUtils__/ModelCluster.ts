import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createKubernetesClient,
  type Exchange,
  explicitKubernetesConfig,
  isHttpError,
  type KubernetesWriter,
} from '@model-catalog/node';
import { type Simulator, startSimulator } from '@model-catalog/rhoai-simulator';
import { z } from 'zod/v4';
import { PUBLISH } from '../../contract/labels';
import {
  collectionPath,
  objectPath,
  readThreescaleObject,
  THREESCALE_KINDS,
  type ThreescaleKind,
  type ThreescaleObject,
} from '../../threescale/objects';
import { TARGET } from './offerings';

const anything = z.unknown();
const Items = z.object({ items: z.array(z.unknown()) });

export const TEAM = 'team';

export const modelPath = (name: string, namespace = TEAM) =>
  `/apis/serving.kserve.io/v1beta1/namespaces/${namespace}/inferenceservices/${name}`;

/** A vLLM model as KServe serves it in raw mode, and the headless Service that KServe makes for it. */
export function modelOf(
  name: string,
  { uid = '', isAsked = true }: { uid?: string; isAsked?: boolean } = {},
) {
  const labels = {
    'serving.kserve.io/inferenceservice': name,
    component: 'predictor',
  };
  return {
    server: {
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: {
        name,
        labels: isAsked ? { [PUBLISH]: 'true' } : {},
        annotations: {
          'serving.kserve.io/deploymentMode': 'RawDeployment',
          'openshift.io/display-name': `Model ${name}`,
        },
      },
      spec: {
        predictor: {
          model: { modelFormat: { name: 'vLLM' }, runtime: 'vllm' },
        },
      },
    },
    service: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: `${name}-predictor`,
        labels,
        ownerReferences: [
          {
            apiVersion: 'serving.kserve.io/v1beta1',
            kind: 'InferenceService',
            name,
            uid,
          },
        ],
      },
      spec: {
        clusterIP: 'None',
        ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }],
      },
    },
  };
}

const RUNTIME = {
  apiVersion: 'serving.kserve.io/v1alpha1',
  kind: 'ServingRuntime',
  metadata: { name: 'vllm' },
  spec: {
    supportedModelFormats: [{ name: 'vLLM' }],
    containers: [
      {
        name: 'kserve-container',
        image: 'quay.io/modh/vllm:rhoai-2.12',
        args: ['--port=8080', '--served-model-name={{.Name}}'],
      },
    ],
  },
};

const Annotated = z.object({
  metadata: z.object({
    annotations: z.record(z.string(), z.string()).optional(),
  }),
});
const Made = z.object({ metadata: z.object({ uid: z.string() }) });

export type ClusterAccess = { url: string; caPem: string; token: string };

/** What tests do to a cluster with models and 3scale, as its admin. */
export function actionsOn(client: KubernetesWriter) {
  const post = (path: string, body: unknown) =>
    client.create(path, body, anything);
  const patch = (path: string, change: unknown) =>
    client.patch(path, change, { schema: anything, fieldManager: 'tester' });
  const listOf = async (kind: ThreescaleKind) => {
    const { items } = await client.get(collectionPath(kind, TARGET), Items);
    return items.flatMap((raw): ThreescaleObject[] => {
      const read = readThreescaleObject(kind, raw);
      return 'conditions' in read ? [read] : [];
    });
  };
  return {
    post,
    patch,
    remove: (path: string) => client.remove(path),
    createRuntime: (namespace = TEAM) =>
      post(
        `/apis/serving.kserve.io/v1alpha1/namespaces/${namespace}/servingruntimes`,
        RUNTIME,
      ),
    /** A model, and what KServe makes of it. */
    deploy: async (name: string, { namespace = TEAM, isAsked = true } = {}) => {
      const path = modelPath('', namespace).replace(/\/$/, '');
      const { server } = modelOf(name, { isAsked });
      const { metadata } = await client.create(path, server, Made);
      const { service } = modelOf(name, { uid: metadata.uid });
      await post(`/api/v1/namespaces/${namespace}/services`, service);
    },
    label: (name: string, value: string | null) =>
      patch(modelPath(name), { metadata: { labels: { [PUBLISH]: value } } }),
    metadataOf: async (path: string) =>
      (await client.get(path, Annotated)).metadata,
    listOf,
    all: async () => (await Promise.all(THREESCALE_KINDS.map(listOf))).flat(),
    find: async (kind: ThreescaleKind, name: string) => {
      const path = objectPath(kind, { namespace: TARGET, name });
      try {
        const raw = await client.get(path, anything);
        const read = readThreescaleObject(kind, raw);
        return 'conditions' in read ? read : undefined;
      } catch (error) {
        if (isHttpError(error, 404)) {
          return undefined;
        }
        throw error;
      }
    },
  };
}

export function clientOf(
  { url, caPem, token }: ClusterAccess,
  onExchange?: (exchange: Exchange) => void,
): KubernetesWriter {
  return createKubernetesClient(
    explicitKubernetesConfig({ server: url, token, caPem }),
    { retry: { retries: 0 }, onExchange },
  );
}

/** A simulated cluster with the kinds of KServe and 3scale. */
export async function startModelCluster({ threescale = true } = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'maas-cluster-'));
  const simulator: Simulator = await startSimulator({
    dir,
    threescale,
    controller: false,
  });
  const { url, caPem, token, kubeconfig } = simulator.kubernetes;
  const admin = clientOf({ url, caPem, token });
  for (const name of [TEAM, TARGET, 'other']) {
    await admin.create('/api/v1/namespaces', { metadata: { name } }, anything);
  }
  return {
    simulator,
    access: { url, caPem, token },
    kubeconfig,
    ...actionsOn(admin),
    stop: async () => {
      await admin.close();
      await simulator.stop();
      rmSync(dir, { recursive: true });
    },
  };
}

export type ModelCluster = Awaited<ReturnType<typeof startModelCluster>>;
