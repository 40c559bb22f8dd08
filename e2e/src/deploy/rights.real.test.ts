import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { type RbacRig, startRig } from '../acceptance/rbac/startRig';
import { within } from '../acceptance/system/within';
import {
  describeReal,
  logLine,
  START_TIMEOUT_MS,
} from '../realServers/describeReal';
import { type Request, requestsOf } from './audit';
import { type Grant, grantsOf, rightsIn } from './grants';
import type { ManifestObject } from './objects';
import { renderWritten } from './overlays';
import { componentsOfPage, unusedOfPage } from './rightsPage';
import { createRightsWorld, writeSelector } from './rightsWorld';
import { toolPath } from './tools/toolPath';

const REGISTRIES = 'rhoai-model-registries';
const OPERATOR = { REGISTRIES_NAMESPACES: REGISTRIES };
const BY_HAND = { ...OPERATOR, MR_ROUTE: `${REGISTRIES}:by-hand` };

/** Where the dashboard's Route is looked for when its link may not be read. */
const DASHBOARDS = ['redhat-ods-applications', 'opendatahub'];

/** Each set of features, and what it is started with. */
const SETS: readonly {
  readonly name: string;
  readonly features: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}[] = [
  {
    name: 'everything',
    features: [
      'store',
      'inference-services',
      'llm-inference-services',
      'server-urls',
      'model-mesh',
      'registries',
      'registry-details',
      'dashboard',
      'namespace-labels',
      'offerings',
    ],
    env: { ...OPERATOR, CONFIG_FILE: 'selector' },
  },
  {
    name: 'servers alone',
    features: ['store', 'inference-services'],
    env: OPERATOR,
  },
  {
    name: 'a registry alone',
    features: ['store', 'registries'],
    env: OPERATOR,
  },
  {
    name: 'a Route named by hand',
    features: ['store', 'named-routes'],
    env: BY_HAND,
  },
];

/** Whether a request makes use of a grant. */
const uses = (request: Request, grant: Grant, own: string) =>
  request.right === grant.right &&
  (grant.namespace === undefined
    ? // What a Role in one of these would do needs no ClusterRole.
      ![own, REGISTRIES].includes(request.namespace ?? '')
    : grant.namespace === request.namespace);

describeReal()('rights on the real kube-apiserver', () => {
  let rig: RbacRig;
  let dir: string;
  let kustomize: string | undefined;
  let count = 0;

  beforeAll(async () => {
    kustomize = await toolPath('kustomize');
    dir = await mkdtemp(join(tmpdir(), 'rights-'));
    rig = await startRig(logLine);
    await createRightsWorld(rig.admin);
  }, 4 * START_TIMEOUT_MS);
  afterAll(async () => {
    await rig?.stop();
    await rm(dir, { recursive: true, force: true });
  }, START_TIMEOUT_MS);

  const start = async (
    objects: readonly ManifestObject[],
    env: Readonly<Record<string, string>>,
  ) => {
    count += 1;
    const namespace = `hub-${count}`;
    const bridge = await rig.bridge(
      namespace,
      () => rightsIn(namespace, objects),
      env.CONFIG_FILE ? { ...env, CONFIG_FILE: await writeSelector(dir) } : env,
    );
    await bridge.untilReady();
    const user = `system:serviceaccount:${namespace}:rhdh-rhoai-connector`;
    const requests = async () => await requestsOf(rig.auditLog, user);
    return { bridge, namespace, requests };
  };

  it.each(SETS.map(set => [set.name, set] as const))(
    'for %s: all that is granted is used, and nothing is refused but what other features grant',
    async (_, { features, env }) => {
      if (!kustomize) return;
      const objects = await renderWritten(kustomize, {
        resources: ['account'],
        components: features.map(feature => `rbac/${feature}`),
      });
      const { bridge, namespace, requests } = await start(objects, env);
      const grants = grantsOf(objects).map(grant => ({
        ...grant,
        namespace: grant.namespace === 'ai-rhdh' ? namespace : grant.namespace,
      }));
      await within(40, async () => {
        const asked = await requests();
        const unused = grants.filter(
          grant => !asked.some(request => uses(request, grant, namespace)),
        );
        expect(unused).toEqual([]);
      });
      await bridge.end('SIGTERM');
      const asked = await requests();
      const others = [...componentsOfPage()]
        .filter(([name]) => !features.includes(name))
        .flatMap(([, rights]) => rights);
      expect(refusedOf(asked, others)).toEqual([]);
      expect(asked.length).toBeGreaterThan(grants.length);
    },
  );

  it('of the documentation are used, but for those that the page names', async () => {
    if (!kustomize) return;
    const objects = await renderWritten(kustomize, {
      resources: ['account'],
      components: ['rbac/documented'],
    });
    const grants = grantsOf(objects);
    const unused = unusedOfPage();
    const found = await start(objects, {});
    const byHand = await start(objects, BY_HAND);
    const all = [found, byHand];
    const asked = async () =>
      (await Promise.all(all.map(each => each.requests()))).flat();
    const neverAsked = async () => {
      const used = new Set((await asked()).map(({ right }) => right));
      const rights = new Set(grants.map(({ right }) => right));
      return [...rights].filter(right => !used.has(right)).sort();
    };
    await within(40, async () => {
      expect(await neverAsked()).toEqual(unused);
    });
    const undocumented = [...componentsOfPage()].flatMap(([, rights]) =>
      rights.filter(right => !grants.some(grant => grant.right === right)),
    );
    expect(refusedOf(await asked(), undocumented)).toEqual([]);
    await Promise.all(all.map(({ bridge }) => bridge.end('SIGTERM')));
  });
});

/** What was refused and is not among these. */
function refusedOf(
  asked: readonly Request[],
  expected: readonly string[],
): string[] {
  const refused = asked.filter(
    ({ allowed, namespace }) =>
      !allowed && !DASHBOARDS.includes(namespace ?? ''),
  );
  const rights = new Set(refused.map(({ right }) => right));
  return [...rights].filter(right => !expected.includes(right));
}
