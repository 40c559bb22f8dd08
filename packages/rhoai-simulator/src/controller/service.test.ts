import { deployGranite, temporaryFolder } from '../__testUtils__/cluster';
import { testClient, type TestClient } from '../__testUtils__/client';
import { runCli } from '../cli/index';
import { startSimulator } from '../simulator';
import type { Simulator } from '../types';
import type { WorldServerInput } from '../world/schema';

const SERVICES = '/api/v1/namespaces/team/services';

describe('the Service of a model server', () => {
  const { dir, remove } = temporaryFolder();
  let simulator: Simulator;
  let cluster: TestClient;

  const start = async (threescale: boolean) => {
    simulator = await startSimulator({ dir, threescale });
    cluster = testClient(simulator.kubernetes);
    await cluster.post('/api/v1/namespaces', { metadata: { name: 'team' } });
  };
  const deploy = (server?: Partial<WorldServerInput>) =>
    deployGranite(simulator, server);
  const command = (...args: string[]) =>
    runCli(['--control', simulator.control.url, ...args], {
      out: () => {},
      err: () => {},
    });

  afterEach(async () => {
    await cluster.close();
    await simulator.stop();
  });
  afterAll(remove);

  it('is headless, and leads to the container', async () => {
    await start(true);
    await deploy();
    const { body } = await cluster.get(`${SERVICES}/granite-predictor`);
    expect(body).toMatchObject({
      metadata: {
        labels: { 'serving.kserve.io/inferenceservice': 'granite' },
        ownerReferences: [{ kind: 'InferenceService', name: 'granite' }],
      },
      spec: { clusterIP: 'None', ports: [{ port: 80, targetPort: 8080 }] },
    });
  });

  it('has the port of the proxy where a token is asked for', async () => {
    await start(true);
    await deploy({ auth: true });
    const { body } = await cluster.get(`${SERVICES}/granite-predictor`);
    expect(body).toMatchObject({
      spec: { ports: [{ port: 8443 }, { port: 80 }] },
    });
  });

  it('is the workload of an LLMInferenceService', async () => {
    await start(true);
    await deploy({ kind: 'LLMInferenceService' });
    const { status } = await cluster.get(
      `${SERVICES}/granite-kserve-workload-svc`,
    );
    expect(status).toBe(200);
  });

  it.each<[string, boolean, Partial<WorldServerInput>]>([
    ['in a cluster without 3scale', false, {}],
    ['in serverless mode', true, { mode: 'Knative' }],
    ['of a server that is stopped', true, { state: 'stopped' }],
  ])('is not there %s', async (_what, threescale, server) => {
    await start(threescale);
    await deploy(server);
    const { body } = await cluster.get(SERVICES);
    expect(body).toMatchObject({ items: [] });
  });

  it('goes with its server, and while that is stopped', async () => {
    await start(true);
    await deploy();
    const statusOf = async () =>
      (await cluster.get(`${SERVICES}/granite-predictor`)).status;
    const after = async (...args: string[]) => {
      await command(...args);
      await simulator.settled();
      return statusOf();
    };
    expect(await after('stop', 'granite')).toBe(404);
    expect(await after('start', 'granite')).toBe(200);
    expect(await after('delete', 'granite')).toBe(404);
  });

  it('is asked to be published by a label, and no longer without it', async () => {
    await start(true);
    await deploy();
    const labels = async () => {
      const path = `/apis/serving.kserve.io/v1beta1/namespaces/team/inferenceservices/granite`;
      const { body } = await cluster.get(path);
      return JSON.stringify(body);
    };
    await command('publish', 'granite');
    expect(await labels()).toContain('"maas.rhdh.io/publish":"true"');
    await command('unpublish', 'granite');
    expect(await labels()).not.toContain('maas.rhdh.io/publish');
  });
});
