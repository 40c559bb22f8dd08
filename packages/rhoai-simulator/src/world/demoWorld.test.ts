import { z } from 'zod/v4';
import { temporaryFolder } from '../__testUtils__/cluster';
import { testClient, type TestClient } from '../__testUtils__/client';
import { startSimulator } from '../simulator';
import type { Simulator } from '../types';
import { loadWorld } from './loadWorld';

const statusSchema = z.object({
  status: z.object({
    url: z.string().optional(),
    conditions: z.array(z.object({ type: z.string(), status: z.string() })),
  }),
});

describe('the demo world', () => {
  const { dir, remove } = temporaryFolder();
  let simulator: Simulator;
  let cluster: TestClient;

  beforeAll(async () => {
    simulator = await startSimulator({ dir, world: 'demo' });
    await simulator.settled();
    cluster = testClient(simulator.kubernetes);
  });

  afterAll(async () => {
    await cluster.close();
    await simulator.stop();
    remove();
  });

  const pathOf = (server: { kind: string; namespace: string; name: string }) =>
    server.kind === 'LLMInferenceService'
      ? `/apis/serving.kserve.io/v1alpha1/namespaces/${server.namespace}/llminferenceservices/${server.name}`
      : `/apis/serving.kserve.io/v1beta1/namespaces/${server.namespace}/inferenceservices/${server.name}`;

  const keyOf = (server: { kind: string; namespace: string; name: string }) =>
    `${server.kind === 'LLMInferenceService' ? 'llm/' : ''}${
      server.namespace
    }/${server.name}`;
  const declared = loadWorld('demo').world.servers;
  const deployed = declared.filter(server => server.state !== 'absent');
  const prepared = declared.filter(server => server.state === 'absent');
  const ready = declared.filter(server => server.state === 'ready');

  it.each(deployed)('$name is $state, as declared', async server => {
    const { body } = await cluster.get(pathOf(server));
    const { status } = statusSchema.parse(body);
    const condition = (type: string) =>
      status.conditions.find(c => c.type === type)?.status;
    const isReady = server.state === 'ready';
    expect(condition('Ready')).toBe(isReady ? 'True' : 'False');
    expect(condition('Stopped')).toBe(
      server.state === 'stopped' ? 'True' : 'False',
    );
    expect(status.url !== undefined).toBe(isReady);
    expect(simulator.modelServers.urlOf(keyOf(server)) !== undefined).toBe(
      isReady,
    );
  });

  it.each(prepared)('$name waits to be deployed', async server => {
    expect((await cluster.get(pathOf(server))).status).toBe(404);
  });

  it.each(ready)('$name answers behind its URL', async server => {
    const user = testClient({
      url: simulator.modelServers.urlOf(keyOf(server)) ?? '',
      token: simulator.kubernetes.token,
    });
    const path = server.format === 'vLLM' ? '/v1/models' : '/v2/health/ready';
    expect((await user.get(path)).status).toBe(200);
    await user.close();
  });

  it('has about a dozen models, and an OpenAPI document for most, not all', async () => {
    expect(simulator.registry.state.counts().registered_models).toBe(12);
    const churn = testClient({
      url: simulator.modelServers.urlOf('fraud-detection/customer-churn') ?? '',
    });
    expect((await churn.get('/openapi.json')).status).toBe(404);
    await churn.close();
  });

  it('links every catalog model that an artifact names to a model with a card', () => {
    const links = simulator.cluster.world.models
      .flatMap(model => model.versions)
      .flatMap(version => version.artifacts)
      .flatMap(artifact => (artifact.catalog ? [artifact.catalog] : []));
    expect(links.length).toBeGreaterThan(10);
    for (const { source, model } of links) {
      const row = simulator.catalog.state.getModel(source, model);
      expect([model, (row?.model.readme ?? '').length > 300]).toEqual([
        model,
        true,
      ]);
    }
  });

  it('serves the catalog over HTTP', async () => {
    const catalog = testClient(simulator.catalog);
    const sources = await catalog.get('/api/model_catalog/v1alpha1/sources');
    expect(sources.body).toMatchObject({ size: 3 });
    const card = await catalog.get(
      '/api/model_catalog/v1alpha1/sources/redhat_ai_models/models/RedHatAI/granite-3.3-8b-instruct',
    );
    expect(card.body).toMatchObject({
      readme: expect.stringContaining('## Limitations'),
    });
    await catalog.close();
  });
});
