import { join } from 'path';
import { z } from 'zod/v4';
import { dryRun, makeNamespaces } from '../../deploy/dryRun';
import { manifestServer } from '../../deploy/manifestServer';
import { type ManifestObject, nameOf } from '../../deploy/objects';
import { builtFolders, render } from '../../deploy/overlays';
import { DEPLOY, sharedFile } from '../../deploy/paths';
import { BUILD_TIMEOUT_MS, toolPath } from '../../deploy/tools/toolPath';
import type { KubernetesClient, TemporaryKubernetes } from '../../realServers';
import {
  describeReal,
  logLine,
  START_TIMEOUT_MS,
} from '../../realServers/describeReal';
import { renderOwn } from './overlays';
import { spoiled } from './spoiled';

describeReal()('deploy/maas on the real kube-apiserver', () => {
  let kubernetes: TemporaryKubernetes;
  let kustomize: string | undefined;

  beforeAll(async () => {
    kustomize = await toolPath('kustomize');
    if (!sharedFile('crds')) {
      logLine(
        "The operators' schemas are not at hand (../shared/crds or $MODEL_CATALOG_SHARED/crds): deploy/maas is rendered and not validated.",
      );
      kustomize = undefined;
    }
    kubernetes = await manifestServer();
  }, BUILD_TIMEOUT_MS + START_TIMEOUT_MS);
  afterAll(async () => {
    await kubernetes?.dispose();
  }, START_TIMEOUT_MS);

  const build = async (folder: string) =>
    kustomize ? await render(kustomize, join(DEPLOY, 'maas', folder)) : [];

  it('is validated but for the kinds of which there is no schema here', async () => {
    if (!kustomize) return;
    const unknown = new Set<string>();
    for (const folder of builtFolders()) {
      if (!folder.startsWith(join(DEPLOY, 'maas', ''))) continue;
      const objects = await render(kustomize, folder);
      await makeNamespaces(kubernetes.admin, objects);
      for (const object of objects) {
        const { outcome } = await dryRun(kubernetes.admin, object);
        if (outcome === 'unknown') {
          unknown.add(`${object.apiVersion} ${object.kind}`);
        }
      }
    }
    expect([...unknown].sort()).toEqual([
      'keycloak.org/v1alpha1 Keycloak',
      'keycloak.org/v1alpha1 KeycloakClient',
      'keycloak.org/v1alpha1 KeycloakRealm',
      'serving.kserve.io/v1alpha1 ServingRuntime',
    ]);
  });

  it.each(spoiled)(
    'would be refused if $what',
    async ({ folder, kind, spoil, said }) => {
      if (!kustomize) return;
      const objects = await build(folder);
      const object = objects.find(each => each.kind === kind);
      if (!object) throw new Error(`${folder} has no ${kind}`);
      await makeNamespaces(kubernetes.admin, objects);
      expect(await dryRun(kubernetes.admin, object)).toMatchObject({
        outcome: 'accepted',
      });
      const verdict = await dryRun(
        kubernetes.admin,
        spoil(structuredClone(object)),
      );
      expect(verdict).toMatchObject({ outcome: 'refused' });
      expect(verdict.said).toContain(said);
    },
  );

  it('has containers in its ServingRuntimes that KServe takes in a predictor', async () => {
    if (!kustomize) return;
    const objects = await build('model-serving/rhoai');
    await makeNamespaces(kubernetes.admin, objects);
    const runtimes = objects.filter(({ kind }) => kind === 'ServingRuntime');
    expect(runtimes.map(nameOf)).toHaveLength(2);
    for (const runtime of runtimes) {
      const { containers, volumes } = runtimeSchema.parse(runtime).spec;
      const verdict = await dryRun(kubernetes.admin, {
        apiVersion: 'serving.kserve.io/v1beta1',
        kind: 'InferenceService',
        metadata: { name: 'runtime', namespace: 'llm-hosting' },
        spec: { predictor: { containers, volumes } },
      });
      expect(verdict).toMatchObject({ outcome: 'accepted' });
    }
  });

  it('puts the names of a user everywhere, and the images', async () => {
    if (!kustomize) return;
    const objects = await renderOwn(kustomize, {
      base: 'maas/model-serving/base',
      components: ['only-gateway', 'publish', 'names'].map(
        name => `maas/model-serving/${name}`,
      ),
      names: {
        namespace: 'our-models',
        bucketClass: 'noobaa',
        gateway: 'api-management',
        connector: 'developer-hub',
      },
      images: [
        { name: 'quay.io/modh/vllm', newName: 'registry.example.com/vllm' },
        {
          name: 'ghcr.io/huggingface/text-embeddings-inference',
          newTag: 'turing-1.9.3',
        },
      ],
    });
    await makeNamespaces(kubernetes.admin, objects);
    const text = JSON.stringify(objects);
    expect(text).not.toContain('llm-hosting');
    expect(text).not.toContain('ceph-rgw');
    expect(text).toContain('"values":["api-management","developer-hub"]');
    expect(text).toContain('registry.example.com/vllm@sha256:');
    expect(text).toContain('text-embeddings-inference:turing-1.9.3');
    const models = objects.filter(({ kind }) => kind === 'InferenceService');
    expect(models).toHaveLength(3);
    for (const { metadata } of models) {
      expect(metadata.labels).toMatchObject({ 'maas.rhdh.io/publish': 'true' });
    }
    for (const object of objects) {
      expect(await dryRun(kubernetes.admin, object)).not.toMatchObject({
        outcome: 'refused',
      });
    }
  });

  it('watches the publisher where it is', async () => {
    if (!kustomize) return;
    const objects = await renderOwn(kustomize, {
      base: 'maas/publisher/base',
      components: ['monitoring/publisher', 'maas/publisher/names'],
      names: { publisher: 'offers', target: '3scale', models: 'our-models' },
    });
    const watching = objects.filter(({ kind }) =>
      ['PrometheusRule', 'Service', 'ServiceMonitor'].includes(kind),
    );
    expect(watching).toHaveLength(3);
    for (const { metadata } of watching) {
      expect(metadata.namespace).toBe('offers');
    }
  });

  it('publishes no model unless that is asked for', async () => {
    if (!kustomize) return;
    const objects = await build('model-serving/rhoai');
    expect(JSON.stringify(objects)).not.toContain('maas.rhdh.io/publish');
  });

  it.each([
    ['create', undefined, true],
    ['patch', 'aws-connection-models', true],
    ['get', 'aws-connection-models', true],
    ['get', 'models', false],
    ['patch', 'models', false],
    ['list', undefined, false],
    ['delete', 'aws-connection-models', false],
  ])(
    'lets the Job of the data connection %s Secret %s: %s',
    async (verb, name, allowed) => {
      if (!kustomize) return;
      const objects = await build('model-serving/rhoai');
      await makeNamespaces(kubernetes.admin, objects);
      await createRights(kubernetes.admin, objects);
      const { body } = await kubernetes.admin.send({
        method: 'POST',
        path: '/apis/authorization.k8s.io/v1/subjectaccessreviews',
        body: {
          spec: {
            user: 'system:serviceaccount:llm-hosting:models-data-connection',
            resourceAttributes: {
              namespace: 'llm-hosting',
              resource: 'secrets',
              verb,
              name,
            },
          },
        },
      });
      expect(body).toMatchObject({ status: { allowed } });
    },
  );
});

const runtimeSchema = z.object({
  spec: z.object({
    containers: z.array(z.looseObject({ name: z.string() })),
    volumes: z.array(z.looseObject({})).optional(),
  }),
});

/** Makes the Role and its binding for real. */
async function createRights(
  client: KubernetesClient,
  objects: readonly ManifestObject[],
): Promise<void> {
  for (const object of objects) {
    const { apiVersion, kind, metadata } = object;
    if (!/^Role(Binding)?$/.test(kind)) continue;
    const { status } = await client.send({
      method: 'POST',
      path: `/apis/${apiVersion}/namespaces/${
        metadata.namespace
      }/${kind.toLowerCase()}s`,
      body: object,
    });
    if (status !== 201 && status !== 409) {
      throw new Error(`${nameOf(object)}: ${status}`);
    }
  }
}
