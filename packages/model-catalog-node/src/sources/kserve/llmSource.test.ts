import {
  READ_SERVICES,
  startTestCluster,
  TestCluster,
  until,
} from '../../kubernetes/__testUtils__/testCluster';
import { type Admin, adminOf } from './__testUtils__/admin';
import { llmObjectOf } from './__testUtils__/released';
import { type Rig, startRig } from './__testUtils__/rig';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const NAME = 'llminferenceservices.serving.kserve.io';

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: NAME },
  spec: {
    group: 'serving.kserve.io',
    scope: 'Namespaced',
    names: {
      plural: 'llminferenceservices',
      singular: 'llminferenceservice',
      kind: 'LLMInferenceService',
      listKind: 'LLMInferenceServiceList',
    },
    versions: [
      {
        name: 'v1alpha2',
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

const qwen = () =>
  llmObjectOf({ metadata: { namespace: 'default', uid: undefined } });

describe('LLMInferenceServices', () => {
  let cluster: TestCluster;
  let admin: Admin;
  let rig: Rig;

  async function start(
    clusterOptions: Parameters<typeof startTestCluster>[0] = {},
    over: Parameters<typeof startRig>[1] = {},
  ) {
    cluster = await startTestCluster(clusterOptions);
    admin = adminOf(cluster);
    rig = await startRig(cluster, { resource: 'llminferenceservice', ...over });
  }

  afterEach(async () => {
    await rig.stop();
    await admin.close();
    await cluster.stop();
  });

  it('are read in the best version that the cluster serves', async () => {
    await start();
    await until(() => rig.complete() !== undefined);
    await admin.createLlm(qwen());
    await until(() => rig.ids().includes('default/llminferenceservice/qwen'));
    await admin.patchLlmStatus('qwen', {
      url: 'https://gateway.example.com/default/qwen',
      conditions: [{ type: 'Ready', status: 'True' }],
    });
    await until(() => rig.complete()?.objects[0]?.state === 'ready');

    expect(rig.source.id).toBe('kserve-llm');
    expect(rig.complete()?.objects[0]).toMatchObject({
      resource: 'llminferenceservice',
      servedName: 'qwen',
      externalUrl: 'https://gateway.example.com/default/qwen',
    });
    await admin.send(
      'DELETE',
      '/apis/serving.kserve.io/v1alpha2/namespaces/default/llminferenceservices/qwen',
    );
    await until(() => rig.ids().length === 0);
    expect([...(rig.complete()?.removed ?? [])]).toEqual([
      'default/llminferenceservice/qwen',
    ]);
  });

  it('are unavailable where the release has none, told once, and noticed when it is installed', async () => {
    await start({ withoutKinds: ['LLMInferenceService'] });
    await until(() => rig.source.current() !== undefined);
    expect(rig.source.current()).toMatchObject({
      state: 'unavailable',
      message: expect.stringMatching(
        /does not serve LLMInferenceServices \(serving\.kserve\.io\/v1alpha2, v1alpha1\).*it is looked for again/,
      ),
    });
    await admin.send('POST', DEFINITIONS, definition);
    await until(() => rig.complete() !== undefined);
    await admin.createLlm(qwen());
    await until(() => rig.ids().length === 1);

    expect(rig.told()).toEqual([
      expect.stringMatching(/^info: .* does not serve LLMInferenceServices/),
      expect.stringMatching(/^info: LLMInferenceServices at .* are read$/),
    ]);
  });

  it('are unavailable with the documented role, in one message that names the rule', async () => {
    const user = { token: 'documented', user: 'connector' };
    await start(
      { users: [{ ...user, rules: [READ_SERVICES] }] },
      { token: user.token },
    );
    await until(() => rig.source.current() !== undefined);
    const requests = 'GET llminferenceservices.serving.kserve.io';
    await until(() => cluster.requests(requests) > 3);

    expect(rig.source.current()?.state).toBe('unavailable');
    expect(rig.told()).toEqual([
      expect.stringMatching(
        /^info: LLMInferenceServices .*may not be read.*apiGroups \["serving\.kserve\.io"\], resources \["llminferenceservices"\], verbs \["get", "list", "watch"\]/,
      ),
    ]);

    const rule = { ...READ_SERVICES, resources: ['llminferenceservices'] };
    cluster.kubernetes.tokens.set({ ...user, rules: [rule] });
    await until(() => rig.complete() !== undefined);
  });

  it('stay known when the definition goes after it was read, until it is back', async () => {
    await start();
    await admin.createLlm(qwen());
    await until(() => rig.ids().length === 1);
    cluster.faults.set({
      mode: 'status',
      code: 404,
      path: 'llminferenceservices',
    });
    cluster.kubernetes.dropWatches();
    await until(() => rig.source.status()?.message !== undefined);
    rig.clock.skewMs = 20_000;
    await until(() => rig.source.current()?.state === 'failed');
    cluster.faults.heal();
    await until(() => rig.ids().length === 1);

    expect(rig.told().at(-1)).toMatch(/are read$/);
  });

  it('and InferenceServices of one name are two servers', async () => {
    await start();
    await admin.createLlm(qwen());
    await cluster.create('qwen');
    const other = await startRig(cluster);
    await until(() => rig.ids().length === 1 && other.ids().length === 1);

    expect([...rig.ids(), ...other.ids()]).toEqual([
      'default/llminferenceservice/qwen',
      'default/inferenceservice/qwen',
    ]);
    await other.stop();
  });
});
