import { deployGranite, temporaryFolder } from '../__testUtils__/cluster';
import { testClient, type TestClient } from '../__testUtils__/client';
import type { SimulatorOptions } from '../options';
import { startSimulator } from '../simulator';
import type { Simulator } from '../types';
import type { WorldServerInput } from '../world/schema';

const GROUP = '/apis/serving.kserve.io';

describe('a deployment', () => {
  const { dir, remove } = temporaryFolder();
  let simulator: Simulator;
  let cluster: TestClient;

  const start = async (options: Partial<SimulatorOptions> = {}) => {
    simulator = await startSimulator({ dir, ...options });
    cluster = testClient(simulator.kubernetes);
    await cluster.post('/api/v1/namespaces', { metadata: { name: 'team' } });
  };
  afterEach(async () => {
    await cluster.close();
    await simulator.stop();
  });
  afterAll(remove);

  const deploy = async (server: Partial<WorldServerInput>) => {
    await deployGranite(simulator, server);
    const [version, plural] =
      server.kind === 'LLMInferenceService'
        ? ['v1alpha1', 'llminferenceservices']
        : ['v1beta1', 'inferenceservices'];
    const path = `${GROUP}/${version}/namespaces/team/${plural}/granite`;
    return (await cluster.get(path)).body;
  };
  const ready = expect.arrayContaining([
    expect.objectContaining({ type: 'Ready', status: 'True' }),
  ]);
  const local = (scheme: string) =>
    expect.stringMatching(`^${scheme}://localhost:\\d+$`);

  it.each([
    ['Standard', { url: local('http') }],
    [
      'Knative',
      {
        latestReadyRevision: 'granite-predictor-00001',
        url: expect.stringMatching(/^http:/),
        address: { url: local('http') },
      },
    ],
    ['ModelMesh', { restUrl: local('http'), grpcUrl: local('grpc') }],
  ] as const)(
    'of mode %s says so, with its own words on the predictor',
    async (mode, predictor) => {
      await start();
      expect(await deploy({ mode })).toMatchObject({
        status: {
          deploymentMode: mode,
          components: { predictor },
          conditions: ready,
        },
      });
    },
  );

  it('that is scaled to zero is ready with a URL and no replica', async () => {
    await start();
    expect(
      await deploy({ mode: 'Knative', state: 'scaled-to-zero' }),
    ).toMatchObject({
      spec: { predictor: { minReplicas: 0 } },
      status: {
        url: expect.stringMatching(/^http:/),
        conditions: ready,
        modelStatus: {
          copies: { totalCopies: 0 },
          states: { activeModelState: 'Standby' },
        },
      },
    });
  });

  it('of kind LLMInferenceService lists its addresses, each with its models', async () => {
    await start();
    const object = await deploy({
      kind: 'LLMInferenceService',
      args: ['--served-model-name=granite-8b'],
    });
    const models = [{ name: 'granite-8b' }];
    expect(object).toMatchObject({
      apiVersion: 'serving.kserve.io/v1alpha1',
      status: {
        url: expect.any(String),
        addresses: [
          { name: 'gateway-external', models },
          { name: 'gateway-internal', models },
          { name: 'internal', models },
        ],
      },
    });
    expect(object.status).not.toHaveProperty('address');
  });

  it.each([
    [undefined, [200, 200]],
    [['v1alpha1'], [200, 404]],
    [['v1alpha2'], [404, 200]],
  ] as const)(
    'of kind LLMInferenceService, versions %j: v1alpha1 and v1alpha2 answer %j',
    async (llmVersions, expected) => {
      await start({ llmVersions });
      const versions = ['v1alpha1', 'v1alpha2'];
      const statuses: number[] = [];
      for (const version of versions) {
        const path = `${GROUP}/${version}/llminferenceservices`;
        statuses.push((await cluster.get(path)).status);
      }
      expect(statuses).toEqual(expected);
      const { body } = await cluster.get(GROUP);
      const served = versions.filter((_, index) => expected[index] === 200);
      const named = JSON.stringify(body.versions);
      expect(versions.filter(version => named.includes(version))).toEqual(
        served,
      );
    },
  );

  it('of a kind whose definition comes later is served from then on', async () => {
    await start({ withoutKinds: ['LLMInferenceService'] });
    const path = `${GROUP}/v1alpha2/llminferenceservices`;
    expect((await cluster.get(path)).status).toBe(404);
    await cluster.post(
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
      {
        metadata: { name: 'llminferenceservices.serving.kserve.io' },
        spec: { versions: [{ name: 'v1alpha2', served: true }] },
      },
    );
    expect((await cluster.get(path)).status).toBe(200);
  });
});
