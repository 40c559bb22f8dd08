import { aDeployment, aServer, aVersion } from '../../__testUtils__/builders';
import { run, serverOf } from '../../__testUtils__/normalising';

describe('the record of a server', () => {
  it('takes URLs and state of the server, and the rest of its version', () => {
    const output = run({
      servers: [aServer({ authentication: true, modelFormat: 'vLLM' })],
      registryObjects: [
        aVersion({
          modelDescription: 'IBM Granite',
          modelOwner: 'group:team-a',
          labels: ['chat'],
        }),
        aDeployment(),
      ],
    });
    const record = serverOf(output);

    expect(record).toMatchObject({
      key: 'server/local/demo/inferenceservice/granite',
      name: 'demo-granite',
      uri: '/demo/granite/model-catalog.json',
      source: 'kserve',
      ownerRef: 'group:default/team-a',
      previousName: 'graniteuid-of-granite',
      state: 'ready',
      models: ['version/public/granite-3.1-8b/1.0'],
      definition: { origin: 'template' },
    });
    expect(record.server).toMatchObject({
      owner: 'team-a',
      description: 'IBM Granite',
      authentication: true,
      tags: ['chat', 'vllm'],
      API: {
        url: 'https://granite-demo.apps.example.com',
        type: 'openapi',
        annotations: {
          'rhdh.modelcatalog.io/external-route-url':
            'https://granite-demo.apps.example.com',
          'rhdh.modelcatalog.io/internal-service-url':
            'http://granite-predictor.demo.svc.cluster.local',
        },
      },
    });
  });

  it('has no API while it has no URL', () => {
    const output = run({
      servers: [
        aServer({
          state: 'not-ready',
          externalUrl: undefined,
          internalUrl: undefined,
        }),
      ],
    });

    expect(serverOf(output).server.API).toBeUndefined();
    expect(serverOf(output).state).toBe('not-ready');
  });
});
