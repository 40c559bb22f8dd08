import { z } from 'zod/v4';
import {
  describeReal,
  logLine,
  START_TIMEOUT_MS,
} from '../../realServers/describeReal';
import type { Bridge } from '../system/Bridge';
import { within } from '../system/within';
import { type Manifest, withoutResource } from './manifests';
import { type RbacRig, startRig } from './startRig';

const snapshotSchema = z.object({
  sources: z.array(z.looseObject({ id: z.string(), state: z.string() })),
  records: z.array(z.looseObject({ kind: z.string(), name: z.string() })),
});
const READ = 'verbs ["get", "list", "watch"]';

/** What is taken away, the rule that must be named, and a source that must not suffer. */
const RIGHTS: readonly (readonly [string, string, string])[] = [
  [
    'inferenceservices',
    `apiGroups ["serving.kserve.io"], resources ["inferenceservices"], ${READ}`,
    'model-registry/modelregistry-public',
  ],
  ['services', `apiGroups [""], resources ["services"], ${READ}`, 'kserve'],
  [
    'routes',
    `apiGroups ["route.openshift.io"], resources ["routes"], ${READ}`,
    'model-registry/modelregistry-public',
  ],
];

type Change = (rights: Manifest[]) => Manifest[];

function without(resource: string): Change {
  return rights => withoutResource(rights, resource);
}

/** Reads of a Service by name must be left out of the ClusterRole: they are what the proxy asks for. */
const onlyList: Change = rights =>
  rights
    .filter(({ metadata }) => metadata.namespace !== 'rhoai-model-registries')
    .map(manifest => ({
      ...manifest,
      ...(manifest.kind === 'ClusterRole'
        ? { rules: manifest.rules?.flatMap(listsServices) }
        : {}),
    }));

function listsServices(rule: NonNullable<Manifest['rules']>[number]) {
  return rule.resources.includes('services')
    ? [{ ...rule, verbs: ['list', 'watch'] }]
    : [rule];
}

describeReal()('with RBAC on the real kube-apiserver, the connector', () => {
  let rig: RbacRig;
  let count = 0;

  beforeAll(async () => {
    rig = await startRig(logLine);
    await rig.admin.send({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: { metadata: { name: 'team' } },
    });
    const { status, body } = await rig.admin.send({
      method: 'POST',
      path: '/apis/serving.kserve.io/v1beta1/namespaces/team/inferenceservices',
      body: {
        apiVersion: 'serving.kserve.io/v1beta1',
        kind: 'InferenceService',
        metadata: { name: 'granite', namespace: 'team' },
        spec: {
          predictor: {
            model: {
              modelFormat: { name: 'vLLM' },
              storageUri: 'oci://registry.example.com/granite:1',
            },
          },
        },
      },
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
  }, START_TIMEOUT_MS);
  afterAll(() => rig?.stop(), START_TIMEOUT_MS);

  const start = async (change?: Change): Promise<Bridge> => {
    count += 1;
    return await rig.bridge(`rhdh-${count}`, change);
  };
  const states = async (bridge: Bridge) => {
    const { text } = await bridge.get('/api/v1/records');
    const { sources } = snapshotSchema.parse(JSON.parse(text));
    return Object.fromEntries(sources.map(({ id, state }) => [id, state]));
  };
  const kinds = async (bridge: Bridge) => {
    const { text } = await bridge.get('/api/v1/records');
    const { records } = snapshotSchema.parse(JSON.parse(text));
    return new Set(records.map(({ kind }) => kind));
  };
  /** Lines, but for debugging, that hold the text. */
  const said = ({ log }: Bridge, text: string) =>
    log.lines
      .filter(({ level }) => level !== 'debug')
      .filter(line =>
        Object.values(line).some(value => `${value}`.includes(text)),
      );

  it('needs nothing but the documented ServiceAccount, ClusterRole, Role and RoleBindings', async () => {
    const bridge = await start();
    await bridge.untilReady();
    await within(15, async () => {
      expect(await states(bridge)).toMatchObject({
        kserve: 'complete',
        'model-registry/modelregistry-public': 'complete',
        'model-catalog': 'complete',
      });
      expect(await kinds(bridge)).toEqual(new Set(['server', 'model']));
    });
    expect(await bridge.readiness()).toMatchObject({ code: 200, status: 'ok' });
    const warnings = bridge.log.matching({ level: /warn|error/ });
    // What is odd about an object of the world is no matter of rights.
    expect(warnings.filter(({ object }) => !object)).toEqual([]);
  });

  it.each(RIGHTS)(
    'without %s names the rule once, and reads what needs it not',
    async (resource, rule, other) => {
      const bridge = await start(without(resource));
      await bridge.untilReady();
      await within(20, async () => {
        expect(said(bridge, rule)).toHaveLength(1);
        expect((await states(bridge))[other]).toBe('complete');
      });
    },
  );

  it('without configmaps, where it keeps its records, names the rule once and is not ready', async () => {
    const bridge = await start(without('configmaps'));
    const rule = 'apiGroups [""], resources ["configmaps"], verbs';
    await within(20, async () => {
      expect(said(bridge, rule)).toHaveLength(1);
      const { code, reasons } = await bridge.readiness();
      expect(code).toBe(503);
      expect(reasons.join('\n')).toContain('configmaps');
    });
  });

  it('without the RoleBinding to the registry names it once, and reads everything else', async () => {
    const bridge = await start(onlyList);
    await bridge.untilReady();
    const role = 'registry-user-modelregistry-public';
    await within(20, () => {
      expect(said(bridge, role)).toHaveLength(1);
    });
    await within(15, async () => {
      expect(await states(bridge)).toMatchObject({
        kserve: 'complete',
        'model-catalog': 'complete',
        'model-registry/modelregistry-public': 'unavailable',
      });
    });
    expect((await bridge.readiness()).code).toBe(200);
  });

  it('says of LLMInferenceServices, which the documented role does not hold, nothing but how to get them', async () => {
    const bridge = await start();
    await bridge.untilReady();
    const rule = 'resources ["llminferenceservices"]';
    await within(20, () => {
      expect(said(bridge, rule).map(({ level }) => level)).toEqual(['info']);
    });
    expect((await bridge.readiness()).status).toBe('ok');
  });
});
