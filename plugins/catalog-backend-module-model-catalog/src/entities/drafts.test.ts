import type { ModelServer } from '@model-catalog/common';
import { draft, LOCATION } from '../__testUtils__/draft';
import { modelRecord, serverRecord } from '../__testUtils__/records';

const server = (more: Partial<ModelServer>) =>
  serverRecord('s', [], { server: { ...serverRecord('s').server, ...more } });

const ORIGIN = {
  'backstage.io/managed-by-location': LOCATION,
  'backstage.io/managed-by-origin-location': LOCATION,
};

describe('draftEntities', () => {
  it('makes a Resource of a model', () => {
    const record = modelRecord('granite-3.3-1', {
      title: 'Granite 3.3',
      previousName: 'granite-33-1',
      card: { key: 'rhoai/granite 3.3', digest: 'd' },
      artifacts: ['oci://r/granite:1', 'https://models.example.com/g.bin'],
      model: {
        name: 'granite-3.3-1',
        owner: 'alice',
        lifecycle: 'production',
        description: 'A model',
        tags: ['chat', 'chat'],
        artifactLocationURL: 'oci://r/granite:1',
        howToUseURL: 'https://example.com/how',
        license: 'https://example.com/license',
        annotations: { 'rhdh.modelcatalog.io/model-name': 'granite' },
      },
    });
    expect(draft(record, serverRecord('s', ['granite-3.3-1']))).toMatchObject({
      issues: [],
      entities: [
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Resource',
          metadata: {
            namespace: 'default',
            name: 'granite-3.3-1',
            title: 'Granite 3.3',
            description: 'A model',
            tags: ['chat'],
            links: [
              {
                title: 'Artifact Location',
                url: 'https://models.example.com/g.bin',
              },
              { title: 'How to use', url: 'https://example.com/how' },
              { title: 'License', url: 'https://example.com/license' },
            ],
            annotations: {
              ...ORIGIN,
              'rhdh.modelcatalog.io/model-name': 'granite',
              'rhdh.modelcatalog.io/artifact-uris': 'oci://r/granite:1',
              'rhdh.modelcatalog.io/previous-name': 'granite-33-1',
              'rhdh.modelcatalog.io/source': 'registry',
              'rhdh.modelcatalog.io/source-key':
                'version/registry/granite-3.3-1/1',
              'backstage.io/techdocs-ref':
                'url:http://localhost:9090/modelcard?key=rhoai%2Fgranite%203.3',
            },
          },
          spec: {
            type: 'ai-model',
            lifecycle: 'production',
            owner: 'user:default/alice',
            dependencyOf: ['component:default/s'],
          },
        },
        { kind: 'Component' },
        { kind: 'API' },
      ],
    });
  });

  it('makes a Component and an API of a model server', () => {
    const { entities, issues } = draft(
      modelRecord('granite'),
      serverRecord('demo-granite', ['granite', 'nowhere'], {
        state: 'not-ready',
        previousName: 'granite',
        card: { key: 'k', digest: 'd' },
        definition: { digest: 'd', origin: 'server' },
        server: {
          name: 'granite',
          owner: 'bob',
          lifecycle: 'development',
          description: 'Serves granite',
          tags: ['vllm'],
          authentication: false,
          homepageURL: 'https://example.com',
          annotations: { shared: 'of the server' },
          API: {
            url: 'https://granite.example.com',
            type: 'openapi',
            spec: '{}',
            tags: ['rest'],
            annotations: {
              shared: 'of the API',
              'rhdh.modelcatalog.io/external-route-url':
                'https://granite.example.com',
            },
          },
        },
      }),
    );
    expect(issues).toEqual([]);
    const source = {
      ...ORIGIN,
      'rhdh.modelcatalog.io/source': 'kserve',
      'rhdh.modelcatalog.io/source-key':
        'server/cluster/demo/inferenceservice/demo-granite',
      'rhdh.modelcatalog.io/previous-name': 'granite',
      'rhdh.modelcatalog.io/external-route-url': 'https://granite.example.com',
    };
    const labels = {
      'rhdh.modelcatalog.io/cluster': 'cluster',
      'rhdh.modelcatalog.io/namespace': 'demo',
    };
    expect(entities.slice(1)).toEqual([
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: {
          namespace: 'default',
          name: 'demo-granite',
          description: 'Serves granite',
          labels,
          tags: ['vllm', 'auth-not-required'],
          links: [
            {
              title: 'API',
              url: 'https://granite.example.com',
              icon: 'kind:api',
            },
            { title: 'Homepage', url: 'https://example.com' },
          ],
          annotations: {
            ...source,
            shared: 'of the server',
            'backstage.io/kubernetes-namespace': 'demo',
            'backstage.io/kubernetes-label-selector':
              'serving.kserve.io/inferenceservice=demo-granite',
            'rhdh.io/ai-asset-category': 'model-server',
            'rhdh.io/ai-asset-source': 'openshift-ai/cluster',
            'rhdh.modelcatalog.io/server-state': 'not-ready',
            'backstage.io/techdocs-ref':
              'url:http://localhost:9090/modelcard?key=k&server=server%2Fcluster%2Fdemo%2Finferenceservice%2Fdemo-granite',
          },
        },
        spec: {
          type: 'model-server',
          lifecycle: 'development',
          owner: 'user:default/bob',
          dependsOn: ['resource:default/granite'],
          providesApis: ['api:default/demo-granite'],
        },
      },
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'API',
        metadata: {
          namespace: 'default',
          name: 'demo-granite',
          description: 'Serves granite',
          labels,
          tags: ['rest', 'auth-not-required'],
          links: [
            {
              title: 'API',
              url: 'https://granite.example.com',
              icon: 'kind:api',
            },
          ],
          annotations: {
            ...source,
            shared: 'of the API',
            'rhdh.modelcatalog.io/definition-origin': 'server',
          },
        },
        spec: {
          type: 'openapi',
          lifecycle: 'development',
          owner: 'user:default/bob',
          definition: '{}',
        },
      },
    ]);
  });

  it('makes no API, and relates to none, where the server has none', () => {
    const { entities } = draft(server({ API: undefined }));
    expect(entities.map(({ kind }) => kind)).toEqual(['Component']);
    expect(entities[0]?.spec).not.toHaveProperty('providesApis');
  });

  it.each([
    [true, ['auth-required']],
    [false, ['auth-not-required']],
    [undefined, undefined],
  ])('authentication %s gives the tags %j', (authentication, tags) => {
    const { entities } = draft(server({ authentication }));
    expect(entities.map(({ metadata }) => metadata.tags)).toEqual([tags, tags]);
  });
});

describe('the title of an API', () => {
  it.each([
    ['Granite 3.3', 'Granite 3.3 API'],
    ['Scoring API', 'Scoring API'],
    [' ', undefined],
    [undefined, undefined],
  ])('of the server %j is %j', (title, expected) => {
    const { entities } = draft(serverRecord('s', [], { title }));
    const api = entities.find(({ kind }) => kind === 'API');
    expect(api?.metadata.title).toBe(expected);
  });
});
