import type { Simulator } from '@model-catalog/rhoai-simulator';
import { Agent, request } from 'undici';
import { z } from 'zod/v4';

export const MODELS = 'llm-hosting';
export const TARGET = '3scale';

const Made = z.object({ metadata: z.object({ uid: z.string() }) });

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

const serverOf = (name: string) => ({
  apiVersion: 'serving.kserve.io/v1beta1',
  kind: 'InferenceService',
  metadata: {
    name,
    labels: { 'maas.rhdh.io/publish': 'true' },
    annotations: { 'serving.kserve.io/deploymentMode': 'RawDeployment' },
  },
  spec: {
    predictor: { model: { modelFormat: { name: 'vLLM' }, runtime: 'vllm' } },
  },
});

const serviceOf = (name: string, uid: string) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: `${name}-predictor`,
    labels: { 'serving.kserve.io/inferenceservice': name },
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
});

type Send = (
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: unknown,
) => Promise<unknown>;

/** Requests as the cluster's admin, one connection pool for all. */
async function asAdmin(
  { kubernetes }: Simulator,
  use: (send: Send) => Promise<void>,
): Promise<void> {
  const { url, caPem, token } = kubernetes;
  const dispatcher = new Agent({ connect: { ca: caPem } });
  const send: Send = async (method, path, body) => {
    const type = method === 'PATCH' ? 'merge-patch+json' : 'json';
    const answer = await request(`${url}${path}`, {
      dispatcher,
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': `application/${type}`,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (answer.statusCode >= 300) {
      throw new Error(`${method} ${path} answered ${answer.statusCode}`);
    }
    return answer.body.json();
  };
  await use(send);
  await dispatcher.close();
}

/** Puts models that ask to be published into a simulated cluster. */
export async function deployModels(
  simulator: Simulator,
  count: number,
): Promise<void> {
  await asAdmin(simulator, async send => {
    for (const name of [MODELS, TARGET]) {
      await send('POST', '/api/v1/namespaces', { metadata: { name } });
    }
    const kserve = '/apis/serving.kserve.io';
    const runtimes = `${kserve}/v1alpha1/namespaces/${MODELS}/servingruntimes`;
    await send('POST', runtimes, RUNTIME);
    for (let index = 0; index < count; index += 1) {
      const name = `model-${index}`;
      const made = await send(
        'POST',
        `${kserve}/v1beta1/namespaces/${MODELS}/inferenceservices`,
        serverOf(name),
      );
      const service = serviceOf(name, Made.parse(made).metadata.uid);
      await send('POST', `/api/v1/namespaces/${MODELS}/services`, service);
    }
  });
}

const Named = z.object({
  items: z.array(z.object({ metadata: z.object({ name: z.string() }) })),
});

/** Says of all products and backends what the operator says of those that it has taken over. */
export async function takeOver(simulator: Simulator): Promise<void> {
  await asAdmin(simulator, async send => {
    for (const plural of ['backends', 'products']) {
      const path = `/apis/capabilities.3scale.net/v1beta1/namespaces/${TARGET}/${plural}`;
      const { items } = Named.parse(await send('GET', path));
      for (const [index, { metadata }] of items.entries()) {
        const status = {
          providerAccountHost: 'https://maas-admin.apps.example.com',
          ...(plural === 'products' && { productId: index + 1 }),
          conditions: [{ type: 'Synced', status: 'True' }],
        };
        await send('PATCH', `${path}/${metadata.name}/status`, { status });
      }
    }
  });
}
