import { temporaryFolder } from './__testUtils__/cluster';
import { testClient, type TestClient } from './__testUtils__/client';
import { startSimulator } from './simulator';
import type { Simulator } from './types';
import { generateWorld } from './world/generateWorld';
import { registerModel, registerVersion } from './world/register';
import { toWorldServer } from './world/schema';

const ISVC =
  '/apis/serving.kserve.io/v1beta1/namespaces/team/inferenceservices/granite';

describe('a simulated OpenShift AI', () => {
  const { dir, remove } = temporaryFolder();
  let simulator: Simulator;
  let cluster: TestClient;

  beforeEach(async () => {
    simulator = await startSimulator({ dir });
    cluster = testClient(simulator.kubernetes);
    await cluster.post('/api/v1/namespaces', { metadata: { name: 'team' } });
  });

  afterEach(async () => {
    await cluster.close();
    await simulator.stop();
  });

  afterAll(remove);

  function deployGranite(extra: { auth?: boolean; state?: 'failed' } = {}) {
    const model = registerModel(simulator.registry.state, { name: 'granite' });
    registerVersion(simulator.registry.state, model, {
      name: '1.0',
      artifacts: [],
    });
    simulator.cluster.deploy(
      toWorldServer({
        name: 'granite',
        namespace: 'team',
        model: 'granite',
        version: '1.0',
        storageUri: 'oci://registry.example.com/granite:1.0',
        args: ['--served-model-name=granite-8b'],
        ...extra,
      }),
    );
  }

  it('makes a deployment ready, with a server that answers behind its URL', async () => {
    deployGranite();
    await simulator.settled();
    const { body } = await cluster.get(ISVC);
    expect(body).toMatchObject({
      status: {
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        address: { url: expect.stringMatching(/^http:\/\/localhost:\d+$/) },
        conditions: expect.arrayContaining([
          expect.objectContaining({ type: 'Ready', status: 'True' }),
        ]),
        modelStatus: { transitionStatus: 'UpToDate' },
      },
    });
    const url = simulator.modelServers.urlOf('team/granite') ?? '';
    const server = testClient({ url });
    const models = await server.get('/v1/models');
    expect(models.body).toMatchObject({ data: [{ id: 'granite-8b' }] });
    const document = await server.get('/openapi.json');
    expect(document.body).toMatchObject({ openapi: '3.1.0' });
    await server.close();
  });

  it('keeps the record of the registry, and marks it when the deployment goes', async () => {
    deployGranite();
    await simulator.settled();
    const { body } = await cluster.get(ISVC);
    expect(body).toMatchObject({
      metadata: { finalizers: ['modelregistry.opendatahub.io/finalizer'] },
    });
    const registry = testClient(simulator.registry);
    const path = '/api/model_registry/v1alpha3/inference_services';
    const before = await registry.get(path);
    expect(before.body).toMatchObject({
      items: [
        {
          name: expect.stringMatching(/^granite\/[0-9a-f-]{36}$/),
          desiredState: 'DEPLOYED',
          registeredModelId: '1',
        },
      ],
    });
    await cluster.delete(ISVC);
    await simulator.settled();
    expect((await cluster.get(ISVC)).status).toBe(404);
    const after = await registry.get(path);
    expect(after.body).toMatchObject({
      items: [{ desiredState: 'UNDEPLOYED' }],
    });
    expect(simulator.modelServers.urlOf('team/granite')).toBeUndefined();
    await registry.close();
  });

  it('stops and starts with the annotation, on the same port', async () => {
    deployGranite();
    await simulator.settled();
    const url = simulator.modelServers.urlOf('team/granite');
    const stop = 'serving.kserve.io/stop';
    await cluster.patch(ISVC, {
      metadata: { annotations: { [stop]: 'true' } },
    });
    await simulator.settled();
    const stopped = await cluster.get(ISVC);
    expect(stopped.body).toMatchObject({
      status: {
        conditions: expect.arrayContaining([
          expect.objectContaining({ type: 'Stopped', status: 'True' }),
          expect.objectContaining({
            type: 'IngressReady',
            status: 'False',
            reason: 'Stopped',
          }),
        ]),
      },
    });
    expect(simulator.modelServers.urlOf('team/granite')).toBeUndefined();
    await cluster.patch(ISVC, { metadata: { annotations: { [stop]: null } } });
    await simulator.settled();
    expect(simulator.modelServers.urlOf('team/granite')).toBe(url);
  });

  it('asks for a token where authentication is on', async () => {
    deployGranite({ auth: true });
    await simulator.settled();
    const url = simulator.modelServers.urlOf('team/granite') ?? '';
    const stranger = testClient({ url });
    const user = testClient({ url, token: simulator.kubernetes.token });
    expect((await stranger.get('/openapi.json')).status).toBe(401);
    expect((await user.get('/openapi.json')).status).toBe(200);
    await stranger.close();
    await user.close();
  });

  it('leaves a deployment that fails without a URL and with the reason', async () => {
    deployGranite({ state: 'failed' });
    await simulator.settled();
    const { body } = await cluster.get(ISVC);
    expect(body.status).not.toHaveProperty('url');
    expect(body.status).toMatchObject({
      modelStatus: { transitionStatus: 'BlockedByFailedLoad' },
    });
  });

  it('generates large worlds', async () => {
    generateWorld(simulator, {
      models: 20,
      versions: 3,
      deployed: 30,
      cards: 5,
    });
    const list = await cluster.get(
      '/apis/serving.kserve.io/v1beta1/inferenceservices',
    );
    expect(list.body.items).toHaveLength(30);
    expect(simulator.registry.state.counts()).toMatchObject({
      registered_models: 20,
      model_versions: 60,
      artifacts: 60,
      inference_services: 30,
    });
    expect(simulator.catalog.state.models()).toHaveLength(5);
  });

  it('says which port is taken, and leaves nothing running', async () => {
    const registry = Number(new URL(simulator.registry.url).port);
    await expect(startSimulator({ dir, ports: { registry } })).rejects.toThrow(
      `port ${registry} is in use by another process. Stop that process, or choose another port with --port-registry=<port>`,
    );
  });

  it('puts registry and catalog behind HTTPS and tokens, and says where they are', async () => {
    await simulator.stop();
    simulator = await startSimulator({ dir, proxied: true });
    const { caPem, token } = simulator.kubernetes;
    const path = '/api/model_registry/v1alpha3/registered_models';
    const { url } = simulator.registry;
    expect(url).toMatch(/^https:/);
    const user = testClient({ url, caPem, token });
    const stranger = testClient({ url, caPem });
    expect((await user.get(path)).status).toBe(200);
    expect(await stranger.get(path)).toEqual({
      status: 401,
      body: { text: 'Unauthorized\n' },
    });
    await user.close();
    await stranger.close();
    const admin = testClient(simulator.kubernetes);
    const found = await admin.get(
      '/api/v1/services?labelSelector=component%3Dmodel-registry',
    );
    expect(found.body).toMatchObject({
      items: [
        {
          metadata: {
            annotations: {
              'routing.opendatahub.io/external-address-rest': new URL(url).host,
            },
          },
        },
      ],
    });
    await admin.close();
  });

  it('answers an injected fault of the Kubernetes API with a Status', async () => {
    simulator.faults.kubernetes.set({ mode: '503' });
    expect(await cluster.get('/api/v1/configmaps')).toMatchObject({
      status: 503,
      body: { kind: 'Status', reason: 'ServiceUnavailable', code: 503 },
    });
  });

  it('stops with a watch open', async () => {
    const watch = await cluster.watch('/api/v1/configmaps?watch=true');
    await simulator.stop();
    expect(await watch.next()).toBeUndefined();
  });
});
