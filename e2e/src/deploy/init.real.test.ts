import { spawn } from 'child_process';
import { once } from 'events';
import { mkdtemp, readFile, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { parse } from 'yaml';
import type { TemporaryKubernetes } from '../realServers';
import { describeReal, START_TIMEOUT_MS } from '../realServers/describeReal';
import { dryRun, makeNamespaces } from './dryRun';
import { manifestServer } from './manifestServer';
import { type ManifestObject, nameOf, objectsOf } from './objects';
import { render, renderWritten } from './overlays';
import { DEPLOY, ROOT, sharedFile } from './paths';
import { BUILD_TIMEOUT_MS, toolPath } from './tools/toolPath';

const MAIN = join(ROOT, 'packages/model-catalog-bridge/dist/main.cjs');
const sorted = (objects: readonly ManifestObject[]) =>
  [...objects].sort((one, other) => nameOf(one).localeCompare(nameOf(other)));

/** Image that nobody has, so that no example is left by mistake. */
const OURS = [
  ...['--image', 'r.example.com:5000/ai/model-catalog-bridge:2.0'],
  ...['--plugins-image', 'r.example.com:5000/ai/plugins:2.0'],
];

describeReal()('the manifests that init writes', () => {
  let kubernetes: TemporaryKubernetes;
  let kustomize: string | undefined;
  let dir: string;

  beforeAll(async () => {
    kustomize = await toolPath('kustomize');
    kubernetes = await manifestServer();
  }, BUILD_TIMEOUT_MS + START_TIMEOUT_MS);
  afterAll(async () => {
    await kubernetes?.dispose();
  }, START_TIMEOUT_MS);
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'init-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  /** Runs the program as it is shipped, without the repository's files. */
  async function init(kubeconfig: string | undefined, ...argv: string[]) {
    const given = ['init', '--yes', '--output', dir, ...argv];
    const child = spawn(process.execPath, [MAIN, ...given], {
      cwd: dir,
      env: { PATH: process.env.PATH, HOME: dir, KUBECONFIG: kubeconfig },
    });
    let told = '';
    child.stdout.on('data', chunk => {
      told += chunk;
    });
    child.stderr.on('data', chunk => {
      told += chunk;
    });
    const [code] = await once(child, 'exit');
    expect(code === 0 ? '' : told).toBe('');
    return told;
  }
  const written = async () =>
    objectsOf(await readFile(join(dir, 'manifests.yaml'), 'utf8'));
  /** What the real kustomize makes of it; what was written, where there is none. */
  const built = async (folder: string) =>
    kustomize ? render(kustomize, folder) : written();
  const refused = async () => {
    const objects = await written();
    await makeNamespaces(kubernetes.admin, objects);
    const wrong: unknown[] = [];
    for (const object of objects) {
      const verdict = await dryRun(kubernetes.admin, object);
      if (verdict.outcome !== 'accepted') wrong.push(verdict);
    }
    // The kinds of others are known where their schemas are at hand.
    return sharedFile('crds') === undefined ? [] : wrong;
  };

  it.each([
    ['operator-one', ['--variant', 'one']],
    ['operator-three', ['--variant', 'three']],
    ['operator-none', ['--variant', 'none']],
    ['separate', ['--variant', 'separate']],
    ['rhoai', ['--variant', 'one', '--hub', 'helm']],
    ['odh', ['--variant', 'one', '--hub', 'helm', '--names', 'odh']],
  ])(
    'are what kustomize makes of overlays/%s, and accepted',
    async (overlay, argv) => {
      await init(undefined, ...argv);
      const folder = join(DEPLOY, 'overlays', overlay);
      const objects = sorted(await written());
      expect(sorted(await built(folder))).toEqual(objects);
      expect(sorted(await built(dir))).toEqual(objects);
      expect(await refused()).toEqual([]);
    },
    START_TIMEOUT_MS,
  );

  it(
    'are what kustomize makes of the same names in an overlay of somebody',
    async () => {
      await init(
        undefined,
        ...['--variant', 'separate', '--rights', 'least', ...OURS],
        ...['--namespace', 'ai', '--registry', 'rhoai-model-registries'],
        ...['--registry-role', 'registry-user-dev', '--host', 'a.example.org'],
        ...['--hub-namespace', 'portal'],
      );
      const objects = await written();
      const names = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: {
          name: 'names',
          annotations: { 'config.kubernetes.io/local-config': 'true' },
        },
        data: {
          ...{ hub: 'ai', registries: 'rhoai-model-registries' },
          ...{ registryRole: 'registry-user-dev', host: 'a.example.org' },
          developerHub: 'portal',
        },
      };
      const rights = [
        ...['store', 'inference-services', 'llm-inference-services'],
        ...['server-urls', 'model-mesh', 'registries', 'registry-details'],
        'dashboard',
      ];
      const overlay = {
        resources: ['account', 'separate/base', 'names.yaml'],
        components: [
          ...rights.map(name => `rbac/${name}`),
          ...['separate/route', 'separate/host', 'names'],
        ],
        rest: {
          images: [
            {
              name: 'quay.io/acme/model-catalog-bridge',
              newName: 'r.example.com:5000/ai/model-catalog-bridge',
              newTag: '2.0',
            },
          ],
        },
        files: { 'names.yaml': JSON.stringify(names) },
      };
      const expected = kustomize
        ? await renderWritten(kustomize, overlay)
        : objects;
      const isSame = ({ kind }: ManifestObject) =>
        // The pod's own token does, and the variable is told besides.
        kind !== 'Secret' && kind !== 'Deployment';
      expect(sorted(objects.filter(isSame))).toEqual(
        sorted(expected.filter(isSame)),
      );
      const deployment = objects.find(({ kind }) => kind === 'Deployment');
      const text = JSON.stringify(deployment);
      expect(text).toContain('r.example.com:5000/ai/model-catalog-bridge:2.0');
      expect(text).toContain('"REGISTRIES_NAMESPACES"');
      expect(text).toContain('https://a.example.org');
      const policy = objects.find(({ kind }) => kind === 'NetworkPolicy');
      expect(JSON.stringify(policy)).toContain('"values":["portal"]');
      expect(JSON.stringify(objects)).not.toContain('ai-rhdh');
      expect(await refused()).toEqual([]);
    },
    START_TIMEOUT_MS,
  );

  it(
    'fit the cluster that is looked at, and the hub that is there',
    async () => {
      if (!sharedFile('crds')) return;
      await makeNamespaces(kubernetes.admin, [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'any', namespace: 'portal' },
        },
      ]);
      const hub = {
        apiVersion: 'rhdh.redhat.com/v1alpha4',
        kind: 'Backstage',
        metadata: { name: 'hub', namespace: 'portal' },
        spec: {
          application: { appConfig: { configMaps: [{ name: 'mine' }] } },
        },
      };
      const path =
        '/apis/rhdh.redhat.com/v1alpha4/namespaces/portal/backstages';
      const { status } = await kubernetes.admin.send({
        method: 'POST',
        path,
        body: hub,
      });
      expect(status).toBe(201);

      const told = await init(
        kubernetes.kubeconfig,
        '--variant',
        'one',
        ...OURS,
      );

      expect(told).toContain('portal  (as the cluster says)');
      expect(await refused()).toEqual([]);
      const text = await readFile(join(dir, 'backstage.patch.yaml'), 'utf8');
      const patch: unknown = parse(text);
      const answer = await kubernetes.admin.send({
        method: 'PATCH',
        path: `${path}/hub?fieldValidation=Strict`,
        contentType: 'application/merge-patch+json',
        body: JSON.stringify(patch),
      });
      expect({ status: answer.status, body: answer.body }).toMatchObject({
        status: 200,
        body: {
          spec: {
            application: {
              appConfig: {
                configMaps: [
                  { name: 'mine' },
                  { name: 'model-catalog-app-config' },
                ],
              },
              dynamicPluginsConfigMapName: 'dynamic-plugins-rhdh',
            },
          },
        },
      });
    },
    START_TIMEOUT_MS,
  );
});
