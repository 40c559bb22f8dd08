import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { main } from '@model-catalog/bridge';
import { until } from '@model-catalog/maas/src/publisher/__testUtils__/runPublisher';
import { z } from 'zod/v4';
import { createAll, manifestSchema } from '../../acceptance/rbac/manifests';
import { kubeconfigThrough } from '../../acceptance/world/kubeconfigThrough';
import { grantsOf } from '../../deploy/grants';
import type { ManifestObject } from '../../deploy/objects';
import { renderWritten } from '../../deploy/overlays';
import { toolPath } from '../../deploy/tools/toolPath';
import { logLine, START_TIMEOUT_MS } from '../../realServers/describeReal';
import {
  audited,
  type Audited,
  describePublisher,
  type PublisherRig,
  startPublisherRig,
} from './__testUtils__/rig';

jest.setTimeout(240_000);

const PATIENCE_MS = 60_000;
const MODELS = 'llm-hosting';
const USER = 'system:serviceaccount:maas-publisher:maas-publisher';
const SERVERS = `/apis/serving.kserve.io/v1beta1/namespaces/${MODELS}/inferenceservices`;
const PUBLISH = 'maas.rhdh.io/publish';

/** What the API server needs to know of who the publisher is. */
const RIGHTS = [
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
];

const tokenSchema = z.object({ status: z.object({ token: z.string() }) });
const deploymentSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.tuple([
          z.object({
            args: z.array(z.string()),
            env: z.array(
              z.object({ name: z.string(), value: z.string().optional() }),
            ),
          }),
        ]),
      }),
    }),
  }),
});

/** How the Deployment starts it, but for files of volumes. */
function startOf(objects: readonly ManifestObject[]) {
  const deployment = objects.find(({ kind }) => kind === 'Deployment');
  const { spec } = deploymentSchema.parse(deployment);
  const [{ args, env }] = spec.template.spec.containers;
  const environment = Object.fromEntries(
    env
      .filter(({ name }) => name !== 'MAAS_SETTINGS_FILE')
      .map(({ name, value }) => [name, value]),
  );
  return { args, environment };
}

/** What was asked, as rules are written; to make an object by apply takes two rights. */
const rightsOf = ({ verb, objectRef, responseStatus }: Audited): string[] => {
  const what = `${objectRef?.apiGroup}/${objectRef?.resource}`;
  return verb === 'patch' && responseStatus?.code === 201
    ? [`${what} patch`, `${what} create`]
    : [`${what} ${verb}`];
};

describePublisher()('the rights of deploy/maas/publisher', () => {
  let kustomize: string | undefined;
  let rig: PublisherRig;
  let dir: string;
  const ends: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    kustomize = await toolPath('kustomize');
  }, START_TIMEOUT_MS);
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'publisher-rights-'));
    rig = await startPublisherRig();
  }, START_TIMEOUT_MS);
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
    await rig.stop();
    await rm(dir, { recursive: true, force: true });
  }, START_TIMEOUT_MS);

  const tokenOf = async () => {
    const { body } = await rig.plain.send({
      method: 'POST',
      path: '/api/v1/namespaces/maas-publisher/serviceaccounts/maas-publisher/token',
      body: {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenRequest',
        spec: { expirationSeconds: 3600 },
      },
    });
    return tokenSchema.parse(body).status.token;
  };
  const start = async (objects: readonly ManifestObject[]) => {
    const rights = objects.filter(({ kind }) => RIGHTS.includes(kind));
    await createAll(rig.plain, z.array(manifestSchema).parse(rights));
    const { args, environment } = startOf(objects);
    const kubeconfig = await kubeconfigThrough(rig.kubernetes.kubeconfig, {
      file: join(dir, 'kubeconfig'),
      port: Number(new URL(rig.kubernetes.url).port),
      namespace: 'maas-publisher',
      token: await tokenOf(),
    });
    const stop = new AbortController();
    const running = main(args, {
      environment: {
        ...environment,
        KUBECONFIG: kubeconfig,
        METRICS_ADDRESS: '127.0.0.1:0',
        LOG_LEVEL: 'error',
      },
      signal: stop.signal,
      writeError: logLine,
    });
    ends.push(async () => {
      stop.abort();
      await running;
    });
    const operator = rig.operate();
    ends.push(() => operator.stop());
  };
  const asked = async () =>
    (await audited(rig.auditLog)).filter(
      ({ user, objectRef }) =>
        user.username === USER && objectRef !== undefined,
    );
  const mark = async () =>
    (await rig.listOf('Product'))[0]?.annotations['maas.rhdh.io/promoted'];
  /** Publishes a model, and has its promotion refused once, as nothing has changed. */
  const publish = async () => {
    await rig.createRuntime(MODELS);
    await rig.deploy('granite', { namespace: MODELS });
    await until(mark, 'a promotion', PATIENCE_MS);
    const [product] = await rig.listOf('Product');
    const path = `/apis/capabilities.3scale.net/v1beta1/namespaces/3scale/products/${product?.name}`;
    const annotations = { 'maas.rhdh.io/promoted': null };
    await rig.patch(path, { metadata: { annotations } });
    await until(mark, 'the mark again', PATIENCE_MS);
  };
  const untilAllUsed = async (objects: readonly ManifestObject[]) => {
    const unused = async () => {
      const used = new Set((await asked()).flatMap(rightsOf));
      return grantsOf(objects)
        .map(({ right }) => right)
        .filter(right => !used.has(right));
    };
    await until(
      async () => (await unused()).length === 0,
      'all rights to be used',
      PATIENCE_MS,
    ).catch(() => {});
    expect(await unused()).toEqual([]);
  };
  const refused = async () =>
    (await asked())
      .filter(
        ({ annotations }) =>
          annotations['authorization.k8s.io/decision'] !== 'allow',
      )
      .flatMap(rightsOf);

  it('are enough and all used, for publishing, promoting and hiding', async () => {
    if (!kustomize) return;
    const objects = await renderWritten(kustomize, {
      resources: ['maas/publisher'],
      components: [],
    });
    await start(objects);
    await publish();
    await rig.patch(`${SERVERS}/granite`, {
      metadata: { labels: { [PUBLISH]: null } },
    });
    await until(async () => {
      const [product] = await rig.listOf('Product');
      return JSON.stringify(product?.spec.applicationPlans).includes(
        '"published":false',
      );
    }, 'a hidden plan');
    await untilAllUsed(objects);
    expect(await refused()).toEqual([]);
    const requests = await asked();
    logLine(
      `${requests.length} requests of ${USER}, all allowed; ${
        grantsOf(objects).length
      } rights granted, all used`,
    );
  });

  it('are enough and all used, for deleting and for annotations, where that is asked for', async () => {
    if (!kustomize) return;
    const objects = await renderWritten(kustomize, {
      resources: ['maas/publisher'],
      components: ['maas/publisher/delete', 'maas/publisher/annotate'],
    });
    await start(objects);
    await rig.post(
      `/apis/serving.kserve.io/v1alpha1/namespaces/${MODELS}/llminferenceservices`,
      {
        apiVersion: 'serving.kserve.io/v1alpha1',
        kind: 'LLMInferenceService',
        metadata: { name: 'without-service', labels: { [PUBLISH]: 'true' } },
        spec: { model: { uri: 'hf://example/model', name: 'model' } },
      },
    );
    await publish();
    await rig.patch(`${SERVERS}/granite`, {
      metadata: { labels: { [PUBLISH]: null } },
    });
    await until(
      async () => (await rig.all()).length === 0,
      'nothing left',
      PATIENCE_MS,
    );
    await untilAllUsed(objects);
    expect(await refused()).toEqual([]);
  });
});
