import { writeFile } from 'fs/promises';
import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type { TemporaryKubernetes } from '../realServers';
import {
  describeReal,
  logLine,
  START_TIMEOUT_MS,
} from '../realServers/describeReal';
import { judgeHubValues, renderChart } from './chart';
import { dryRun, makeNamespaces } from './dryRun';
import { grantsOf } from './grants';
import { manifestServer } from './manifestServer';
import { DEPLOY } from './paths';
import { componentsOfPage } from './rightsPage';
import { BUILD_TIMEOUT_MS, toolPath } from './tools/toolPath';

const EVERYTHING = [
  '--set=host=model-catalog.apps.example.com',
  '--set=route.enabled=true',
  '--set=ingress.enabled=true',
  '--set=ingress.tlsSecretName=tls',
  '--set=metrics.serviceMonitor=true',
  '--set=metrics.prometheusRule=true',
  '--set=networkPolicy.hubNamespaces={ai-rhdh,team}',
  '--set=rbac.namespaceLabels=true',
  '--set=rbac.namedRoutes=true',
  '--set=rbac.offerings=true',
  '--set=config.selection=opt-in',
  '--set=env[0].name=LOG_LEVEL',
  '--set=env[0].value=debug',
  `--set=image.digest=sha256:${'0'.repeat(64)}`,
];

describeReal()('the charts, by helm and the real kube-apiserver', () => {
  let kubernetes: TemporaryKubernetes;
  let helm: string | undefined;

  beforeAll(async () => {
    helm = await toolPath('helm');
    kubernetes = await manifestServer();
  }, BUILD_TIMEOUT_MS + START_TIMEOUT_MS);
  afterAll(async () => {
    await kubernetes?.dispose();
  }, START_TIMEOUT_MS);

  it.each([
    ['its defaults', []],
    ['everything that it has', EVERYTHING],
    [
      'nothing of its own but the Deployment',
      [
        '--set=rbac.create=false,serviceAccount.create=false,serviceAccount.name=theirs,networkPolicy.enabled=false',
      ],
    ],
  ])('ours with %s is accepted', async (_, options) => {
    if (!helm) return;
    const objects = await renderChart(helm, options);
    await makeNamespaces(kubernetes.admin, objects);
    for (const object of objects) {
      expect(await dryRun(kubernetes.admin, object)).toMatchObject({
        outcome: 'accepted',
      });
    }
    expect(objects.map(({ kind }) => kind)).toContain('Deployment');
  });

  it('ours grants what the components for the features grant', async () => {
    if (!helm) return;
    const granted = grantsOf(await renderChart(helm, EVERYTHING));
    const components = [...componentsOfPage().values()].flat();
    expect([...new Set(granted.map(({ right }) => right))].sort()).toEqual(
      [...new Set(components)].sort(),
    );
  });

  it.each([
    ['replicas=many', /replicas.*want integer/],
    ['image.digest=latest', /digest.*does not match pattern/],
    ['replica=2', /additional properties 'replica' not allowed/],
    ['route.enabled=true', /route\.enabled needs host/],
  ])('ours refuses %s', async (set, message) => {
    if (!helm) return;
    await expect(renderChart(helm, [`--set=${set}`])).rejects.toThrow(message);
  });

  it.each(['three', 'one', 'none'] as const)(
    "deploy/helm/%s.yaml is what the schema of Developer Hub's chart asks for",
    async name => {
      if (!helm) return;
      const said = await judgeHubValues(
        helm,
        join(DEPLOY, `helm/${name}.yaml`),
      );
      if (said === undefined) {
        logLine("Values for Developer Hub's chart not judged: no schema here");
        return;
      }
      const held = { three: 'storage-rest:', one: 'bridge:', none: 'null' };
      expect(said).toContain(held[name]);
    },
  );

  it('a value that the schema of that chart does not know is refused', async () => {
    if (!helm) return;
    const folder = mkdtempSync(join(tmpdir(), 'values-'));
    try {
      const text = readFileSync(join(DEPLOY, 'helm/one.yaml'), 'utf8');
      const file = join(folder, 'one.yaml');
      await writeFile(file, text.replace('extraContainers', 'moreContainers'));
      const said = judgeHubValues(helm, file).then(
        answer => answer ?? Promise.reject(new Error('moreContainers')),
      );
      await expect(said).rejects.toThrow('moreContainers');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
