import { readFileSync } from 'fs';
import { basename, join, relative } from 'path';
import { z } from 'zod/v4';
import type { KubernetesClient, TemporaryKubernetes } from '../realServers';
import {
  describeReal,
  logLine,
  START_TIMEOUT_MS,
} from '../realServers/describeReal';
import { dryRun, makeNamespaces, type Verdict } from './dryRun';
import { hubWith } from './hubObjects';
import { manifestServer } from './manifestServer';
import { type ManifestObject, objectsOf } from './objects';
import { builtFolders, render } from './overlays';
import { DEPLOY, sharedFile } from './paths';
import { BUILD_TIMEOUT_MS, toolPath } from './tools/toolPath';
import { outOfOrder } from './waves';

/** Kinds of which no schema is at hand: rendered, but validated by nobody. */
const UNVALIDATED: readonly string[] = [
  'Application',
  'ServingRuntime',
  // Of Single Sign-On 7; of the current operator there is one.
  'Keycloak rh-sso/rh-sso',
  'KeycloakRealm',
  'KeycloakClient',
];

const containersSchema = z.object({
  spec: z.object({
    template: z.object({
      spec: z.object({
        containers: z.array(z.object({ name: z.string(), image: z.string() })),
      }),
    }),
  }),
});

describeReal()('each manifest of deploy/, on the real kube-apiserver', () => {
  let kubernetes: TemporaryKubernetes;
  let kustomize: string | undefined;

  beforeAll(async () => {
    kustomize = await toolPath('kustomize');
    kubernetes = await manifestServer();
  }, BUILD_TIMEOUT_MS + START_TIMEOUT_MS);
  afterAll(async () => {
    await kubernetes?.dispose();
  }, START_TIMEOUT_MS);

  const verdicts = async (objects: readonly ManifestObject[]) => {
    await makeNamespaces(kubernetes.admin, objects);
    const all: Verdict[] = [];
    for (const object of objects)
      all.push(await dryRun(kubernetes.admin, object));
    const unknown = all.filter(({ outcome }) => outcome === 'unknown');
    for (const { object } of unknown) {
      logLine(`Rendered and not validated, no schema at hand: ${object}`);
    }
    return all;
  };
  /** Refused for a reason, or of a kind that should have been validated. */
  const wrong = (all: readonly Verdict[]) =>
    all.filter(
      ({ outcome, object }) =>
        outcome === 'refused' ||
        (outcome === 'unknown' &&
          sharedFile('crds') !== undefined &&
          !UNVALIDATED.some(kind => `${object} `.startsWith(`${kind} `))),
    );

  it.each(builtFolders().map(folder => [relative(DEPLOY, folder), folder]))(
    '%s is rendered by kustomize and accepted',
    async (_, folder) => {
      if (!kustomize) return;
      const all = await verdicts(await render(kustomize, folder));
      expect(all).not.toEqual([]);
      expect(wrong(all)).toEqual([]);
    },
  );

  it('overlays/argocd comes in an order in which nothing is named before it is there', async () => {
    if (!kustomize) return;
    const objects = await render(kustomize, join(DEPLOY, 'overlays/argocd'));
    expect(outOfOrder(objects)).toEqual([]);
    const turned = objects.map(object => ({
      ...object,
      metadata: {
        ...object.metadata,
        annotations: {
          ...object.metadata.annotations,
          'argocd.argoproj.io/sync-wave': object.kind.endsWith('Role')
            ? '2'
            : '1',
        },
      },
    }));
    expect(outOfOrder(turned)).not.toEqual([]);
  });

  it('argocd/application.yaml is told to be validated by nobody', async () => {
    const text = readFileSync(join(DEPLOY, 'argocd/application.yaml'), 'utf8');
    const all = await verdicts(objectsOf(text));
    expect(all).toMatchObject([{ outcome: 'unknown' }]);
    expect(wrong(all)).toEqual([]);
  });

  it.each([
    ['three', ['location', 'storage-rest', 'rhoai-normalizer']],
    ['three-guarded', ['location', 'storage-rest', 'rhoai-normalizer']],
    ['one', ['model-catalog-bridge']],
  ] as const)(
    'sidecars/%s is put beside Developer Hub, with the images that are asked for',
    async (sidecars, names) => {
      if (!kustomize) return;
      const objects = await hubWith(kustomize, sidecars, [
        {
          name: 'quay.io/acme/model-catalog-bridge',
          newName: 'registry.example.com/bridge',
          digest: `sha256:${'0'.repeat(64)}`,
        },
        {
          name: 'quay.io/acme/model-catalog-location-service',
          newName: 'registry.example.com/location',
          newTag: '1.2.3',
        },
      ]);
      expect(wrong(await verdicts(objects))).toEqual([]);
      const { containers } = containersSchema.parse(objects[0]).spec.template
        .spec;
      expect(containers.map(({ name }) => name).sort()).toEqual(
        ['backstage-backend', ...names].sort(),
      );
      const image = (part: string) =>
        containers.find(each => basename(each.image).startsWith(part))?.image;
      expect(sidecars === 'one' ? image('bridge') : image('location')).toBe(
        sidecars === 'one'
          ? `registry.example.com/bridge@sha256:${'0'.repeat(64)}`
          : 'registry.example.com/location:1.2.3',
      );
    },
  );

  it.each(['three', 'one'])(
    'sidecars/%s/patch.yaml is taken by a Deployment that runs, as `oc patch --patch-file` sends it',
    async sidecars => {
      const { apps, hub } = await runningHub(kubernetes.admin);
      const patch = join(DEPLOY, `sidecars/${sidecars}/patch.yaml`);
      const [{ spec } = { spec: undefined }] = objectsOf(
        readFileSync(patch, 'utf8'),
      );
      const { status, body } = await kubernetes.admin.send({
        method: 'PATCH',
        path: `${apps}/${hub}?dryRun=All&fieldValidation=Strict`,
        contentType: 'application/strategic-merge-patch+json',
        body: JSON.stringify({ spec }),
      });
      expect({ status, body }).toMatchObject({ status: 200 });
      const { containers } = containersSchema.parse(body).spec.template.spec;
      expect(containers).toHaveLength(sidecars === 'three' ? 4 : 2);
    },
  );
});

/** The stand-in for Developer Hub, there and not only tried. */
async function runningHub(client: KubernetesClient) {
  const file = join(__dirname, 'hub/deployment.yaml');
  const objects = objectsOf(readFileSync(file, 'utf8'));
  await makeNamespaces(client, objects);
  const [object] = objects;
  const apps = '/apis/apps/v1/namespaces/ai-rhdh/deployments';
  const { status } = await client.send({
    method: 'POST',
    path: apps,
    body: object,
  });
  expect([201, 409]).toContain(status);
  return { apps, hub: 'developer-hub' };
}
