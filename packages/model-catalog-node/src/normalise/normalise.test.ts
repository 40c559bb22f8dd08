import { digestOf } from '@model-catalog/common';
import {
  aCatalogModel,
  aDeployment,
  aServer,
  aVersion,
} from '../__testUtils__/builders';
import type { StoredRecord } from '../store/schema';
import { normalise } from './normalise';
import type { NormaliseInput, NormaliseOutput } from './types';

const options = {
  cluster: 'local',
  defaultOwner: 'rhdh-rhoai-bridge',
  defaultLifecycle: 'development',
};

function run(
  input: Partial<Omit<NormaliseInput, 'texts'>>,
  texts: readonly string[] = [],
): NormaliseOutput {
  const byDigest = new Map(texts.map(text => [digestOf(text), text]));
  return normalise(
    {
      servers: [],
      registryObjects: [],
      catalogModels: [],
      apis: [],
      unsettledRegistries: new Set(),
      stored: new Map(),
      ...input,
      texts: { text: digest => byDigest.get(digest) },
    },
    options,
  );
}

const keysOf = ({ records }: NormaliseOutput) =>
  records.map(({ record }) => record.key);

function modelOf({ records }: NormaliseOutput, key?: string) {
  for (const { record } of records) {
    if (record.kind === 'model' && (key === undefined || record.key === key)) {
      return record;
    }
  }
  throw new Error('no such model');
}

function serverOf({ records }: NormaliseOutput) {
  for (const { record } of records) {
    if (record.kind === 'server') {
      return record;
    }
  }
  throw new Error('no server');
}

const reasons = ({ issues }: NormaliseOutput) =>
  issues.map(({ object, field, reason }) => `${object} ${field}: ${reason}`);

const asStored = ({ records }: NormaliseOutput) =>
  new Map<string, StoredRecord>(records.map(r => [r.record.key, r]));

describe('what a server serves', () => {
  const labelled = aServer({
    link: { registry: 'public', modelId: '1', versionId: '2' },
  });
  const served = 'served/local/demo/inferenceservice/granite';
  const version = 'version/public/granite-3.1-8b/1.0';

  it.each([
    ['labels name a live version', labelled, [aVersion()], [version]],
    [
      'labels name the model only: its newest version',
      aServer({ link: { registry: 'public', modelId: '1' } }),
      [
        aVersion(),
        aVersion({
          id: 'public/1/3',
          versionId: '3',
          versionName: '2.0',
          createdAt: '2026-02-01T00:00:00.000Z',
        }),
      ],
      ['version/public/granite-3.1-8b/2.0'],
    ],
    [
      'labels name no registry that is read: any registry with that version',
      aServer({
        link: { registry: 'other-name', modelId: '1', versionId: '2' },
      }),
      [aVersion()],
      [version],
    ],
    ['labels name a version that is not live', labelled, [], [served]],
    [
      'the registry has a record of its uid',
      aServer(),
      [aVersion(), aDeployment()],
      [version],
    ],
    [
      "the registry's record is of another object of that name",
      aServer({ uid: 'another' }),
      [aVersion(), aDeployment()],
      [served],
    ],
    [
      "the registry's record is undeployed",
      aServer(),
      [aVersion(), aDeployment({ deployed: false })],
      [served],
    ],
    ['no registry knows it', aServer(), [], [served]],
  ])('%s', (_name, server, registryObjects, expected) => {
    const output = run({ servers: [server], registryObjects });

    expect(serverOf(output).models).toEqual(expected);
  });

  it('guesses nothing while the registry cannot be read', () => {
    const output = run({
      servers: [labelled],
      unsettledRegistries: new Set(['public']),
    });

    expect(keysOf(output)).toEqual([
      'server/local/demo/inferenceservice/granite',
    ]);
    expect(serverOf(output).models).toEqual([]);
  });

  it('tells when ids are in several registries and the label names none', () => {
    const output = run({
      servers: [aServer({ link: { modelId: '1', versionId: '2' } })],
      registryObjects: [
        aVersion(),
        aVersion({ registry: 'team', id: 't/1/2' }),
      ],
    });

    expect(serverOf(output).models).toEqual([served]);
    expect(reasons(output)).toEqual([
      expect.stringContaining('is in several registries'),
    ]);
  });
});

describe('the record of a version', () => {
  it('takes every field from its owner', () => {
    const output = run({
      registryObjects: [
        aVersion({
          modelDescription: 'IBM Granite',
          versionDescription: 'first',
          modelOwner: 'alice@corp.com',
          author: 'bob',
          labels: ['chat', 'Text Generation'],
          artifactUris: ['oci://registry.example.com/granite:1.0', 's3://b/g'],
          properties: {
            'How to use': 'https://example.com/how',
            'Homepage URL': 'https://example.com/home',
            License: 'https://www.apache.org/licenses/LICENSE-2.0',
            Lifecycle: 'production',
            Ethics: 'be kind',
          },
        }),
      ],
    });

    expect(modelOf(output)).toEqual({
      kind: 'model',
      key: 'version/public/granite-3.1-8b/1.0',
      name: 'granite-3.1-8b-1.0',
      uri: '/granite-3.1-8b/1.0/model-catalog.json',
      source: 'model-registry/public',
      title: 'granite-3.1-8b 1.0',
      ownerRef: 'user:default/alice',
      createdAt: '2026-01-01T00:00:00.000Z',
      previousName: 'granite-31-8b-10',
      artifacts: ['oci://registry.example.com/granite:1.0', 's3://b/g'],
      links: [{ title: 'Homepage', url: 'https://example.com/home' }],
      model: {
        name: 'granite-3.1-8b-1.0',
        owner: 'alice',
        lifecycle: 'production',
        description: 'IBM Granite\n\nfirst',
        tags: ['chat', 'text-generation'],
        artifactLocationURL: 'oci://registry.example.com/granite:1.0',
        howToUseURL: 'https://example.com/how',
        license: 'https://www.apache.org/licenses/LICENSE-2.0',
        ethics: 'be kind',
        annotations: {
          'rhdh.modelcatalog.io/model-name': 'granite-3.1-8b-1.0',
        },
      },
    });
    expect(output.issues).toEqual([]);
  });

  it.each([
    [
      'Owner',
      'kube:admin',
      /Owner: "kube:admin" is no user or group reference/,
    ],
    ['License', 'Apache-2.0', /License: "Apache-2.0" is no URL/],
    ['How to use', 'ask Bob', /How to use: is no http or https URL/],
    ['TechDocs', 'javascript:alert(1)', /TechDocs: is no http or https URL/],
    ['Homepage URL', 'ftp://x', /Homepage URL: is no http or https URL/],
  ])('%s = %s is reported with object and field', (key, value, expected) => {
    const output = run({
      registryObjects: [aVersion({ properties: { [key]: value } })],
    });

    expect(reasons(output)).toEqual([expect.stringMatching(expected)]);
    expect(reasons(output)[0]).toContain(
      'ModelVersion "granite-3.1-8b" "1.0" (id 2)',
    );
    expect(modelOf(output).ownerRef).toBe('user:default/rhdh-rhoai-bridge');
  });

  it('keeps a licence that is no URL as text', () => {
    const output = run({
      registryObjects: [aVersion({ properties: { License: 'Apache-2.0' } })],
    });

    expect(modelOf(output).model.license).toBeUndefined();
    expect(modelOf(output).model.annotations).toMatchObject({
      'rhdh.modelcatalog.io/license': 'Apache-2.0',
    });
  });

  it('makes tags of labels, and reports what no tag can be made of', () => {
    const output = run({
      registryObjects: [aVersion({ labels: ['LLM Chat', '日本語', 'a_b'] })],
    });

    expect(modelOf(output).model.tags).toEqual(['a-b', 'llm-chat']);
    expect(reasons(output)).toEqual([
      expect.stringContaining('tags: no tag can be made of "日本語"'),
    ]);
  });

  it.each([
    ['its id (3.x dashboard)', 'org_models'],
    ['its name (2.x dashboard)', 'Organization AI models'],
  ])('has the card of the catalog source named by %s', (_name, source) => {
    const output = run(
      {
        registryObjects: [
          aVersion({
            catalogLink: { source, model: 'ibm-granite/granite-3.1-8b' },
            properties: { TechDocs: 'https://git.example.com/docs' },
            readmeDigest: digestOf('own readme'),
          }),
        ],
        catalogModels: [aCatalogModel()],
      },
      ['# Granite'],
    );

    expect(modelOf(output).card).toEqual({
      key: 'org_models/ibm-granite/granite-3.1-8b',
      digest: digestOf('# Granite'),
    });
    expect(modelOf(output).model.annotations).not.toHaveProperty('TechDocs');
    expect(output.blobs.get(digestOf('# Granite'))).toBe('# Granite');
  });

  it('links the TechDocs property when there is no card', () => {
    const output = run({
      registryObjects: [
        aVersion({ properties: { TechDocs: 'https://git.example.com/docs' } }),
      ],
    });

    expect(modelOf(output).model.annotations).toMatchObject({
      TechDocs: 'https://git.example.com/docs',
    });
  });

  it('shows one of two versions with the same name, and reports the other', () => {
    const output = run({
      registryObjects: [aVersion(), aVersion({ id: 'x', versionId: '7' })],
    });

    expect(keysOf(output)).toEqual(['version/public/granite-3.1-8b/1.0']);
    expect(reasons(output)).toEqual([expect.stringContaining('(id 7)')]);
  });
});

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
      definition: { origin: 'minimal' },
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

describe('the definition of an API', () => {
  const byHand = '{"openapi":"3.1.0","info":{"title":"G","version":"1"}}';
  const ofServer =
    '{"openapi":"3.0.0","info":{"title":"S","version":"1"},"paths":{}}';
  const linked = (apiSpec?: string, properties = {}) => ({
    servers: [aServer()],
    registryObjects: [
      aVersion({ apiSpecDigest: apiSpec && digestOf(apiSpec), properties }),
      aDeployment(),
    ],
    apis: [
      {
        id: 'demo/inferenceservice/granite',
        definitionDigest: digestOf(ofServer),
      },
    ],
  });

  it('is the one set by hand, as written', () => {
    const output = run(linked(byHand), [byHand, ofServer]);

    expect(serverOf(output).definition).toEqual({
      origin: 'property',
      digest: digestOf(byHand),
    });
    expect(serverOf(output).server.API?.spec).toBe(`blob:${digestOf(byHand)}`);
    expect(output.blobs.get(digestOf(byHand))).toBe(byHand);
  });

  it.each([
    ['text that is no document', 'hello: [', /is neither JSON nor YAML/],
    ['JSON of another kind', '{"a":1}', /is no OpenAPI document/],
    ['a document without info', '{"openapi":"3.0.0"}', /info/],
    ['nothing', ' ', /is empty/],
  ])('is that of the running server when %s is set by hand', (_n, bad, why) => {
    const output = run(linked(bad), [bad, ofServer]);

    expect(serverOf(output).definition?.origin).toBe('server');
    expect(reasons(output)).toEqual([expect.stringMatching(why)]);
    expect(reasons(output)[0]).toContain(
      'InferenceService demo/granite API Spec',
    );
  });

  it('takes YAML as well as JSON', () => {
    const yaml = 'openapi: 3.0.0\ninfo: {title: G, version: 1}\npaths: {}\n';

    expect(serverOf(run(linked(yaml), [yaml])).definition?.origin).toBe(
      'property',
    );
  });

  it('of another type is taken as it is', () => {
    const proto = 'service Greeter {}';
    const output = run(linked(proto, { 'API Type': 'grpc' }), [proto]);

    expect(serverOf(output).server.API?.type).toBe('grpc');
    expect(output.issues).toEqual([]);
  });

  it('stays when only the store has its text still', () => {
    const before = run(linked(byHand), [byHand]);
    const after = run({ ...linked(byHand), stored: asStored(before) });

    expect(after.records).toEqual(before.records);
  });

  it('says how to supply the real one when none is known', () => {
    const output = run({ servers: [aServer()] });
    const { digest = '', origin } = serverOf(output).definition ?? {};

    expect(origin).toBe('minimal');
    expect(output.blobs.get(digest)).toContain('API Spec');
  });
});

describe('names', () => {
  it('stay when another object arrives that would have had them', () => {
    const late = aVersion({ createdAt: '2026-05-01T00:00:00.000Z' });
    const before = run({ registryObjects: [late] });
    const after = run({
      registryObjects: [
        late,
        aVersion({ registry: 'team', id: 't', createdAt: '2025-01-01' }),
      ],
      stored: asStored(before),
    });

    expect(modelOf(after, 'version/public/granite-3.1-8b/1.0').name).toBe(
      'granite-3.1-8b-1.0',
    );
    expect(modelOf(after, 'version/team/granite-3.1-8b/1.0').name).toMatch(
      /^granite-3\.1-8b-1\.0-[0-9a-f]{8}$/,
    );
  });

  it('of a version and of the model of a server never meet', () => {
    const output = run({
      servers: [aServer({ namespace: 'a', name: 'b' })],
      registryObjects: [aVersion({ modelName: 'a', versionName: 'b' })],
    });
    const models = output.records.flatMap(({ record }) =>
      record.kind === 'model' ? [record] : [],
    );

    expect(new Set(models.map(({ name }) => name)).size).toBe(2);
    expect(new Set(output.records.map(({ record }) => record.uri)).size).toBe(
      2,
    );
  });
});

it('gives the same records for the same input, whatever the order', () => {
  const registryObjects = [
    aVersion(),
    aVersion({ id: 'b', versionId: '3', versionName: '2.0' }),
    aDeployment(),
  ];
  const servers = [aServer(), aServer({ name: 'other' })];

  expect(
    run({
      registryObjects: [...registryObjects].reverse(),
      servers: [...servers].reverse(),
    }).records,
  ).toEqual(run({ registryObjects, servers }).records);
});
