import { type Model, type ModelServer, digestOf } from '@model-catalog/common';
import type { StoredModel, StoredServer } from '../../records/stored';

const described = {
  owner: 'team-a',
  lifecycle: 'development',
  description: 'What it is for',
};

/** A stored model, whole and valid; `more` replaces fields of the record. */
export function storedModel(
  key: string,
  more: Partial<StoredModel['record']> = {},
  model: Partial<Model> = {},
): StoredModel {
  const name = `model-${digestOf(key).slice(0, 12)}`;
  return {
    record: {
      kind: 'model',
      key,
      name,
      uri: `/${name}/1/model-catalog.json`,
      source: 'registry:main',
      ownerRef: 'user:default/team-a',
      createdAt: '2026-01-01T00:00:00Z',
      artifacts: ['oci://registry.example.com/granite:1.0'],
      model: {
        name,
        ...described,
        tags: ['chat'],
        annotations: { 'rhdh.modelcatalog.io/model-name': name },
        ...model,
      },
      ...more,
    },
    facets: {
      version: {
        id: `main/1/${name}`,
        type: 'version',
        registry: 'main',
        modelId: '1',
        modelName: name,
        versionId: name,
        versionName: '1',
        properties: { Owner: 'team-a' },
        labels: ['chat'],
        artifactUris: ['oci://registry.example.com/granite:1.0'],
      },
    },
  };
}

/** A stored server, whole and valid; `more` replaces fields of the record. */
export function storedServer(
  key: string,
  more: Partial<StoredServer['record']> = {},
  server: Partial<ModelServer> = {},
): StoredServer {
  const name = `server-${digestOf(key).slice(0, 12)}`;
  const spec = more.definition ? `blob:${more.definition.digest}` : 'TBD';
  return {
    record: {
      kind: 'server',
      key,
      name,
      uri: `/demo/${name}/model-catalog.json`,
      source: 'kserve',
      ownerRef: 'user:default/team-a',
      createdAt: '2026-01-02T00:00:00Z',
      state: 'ready',
      models: [],
      server: {
        name,
        ...described,
        API: { url: 'https://granite.example.com', type: 'openapi', spec },
        authentication: true,
        ...server,
      },
      ...more,
    },
    facets: {
      server: {
        id: `demo/inferenceservice/${name}`,
        cluster: 'local',
        namespace: 'demo',
        resource: 'inferenceservice',
        name,
        uid: '6f9fd29b-3e68-4ed4-a2d5-fd54aaf2b4a5',
        state: 'ready',
        properties: {},
      },
    },
  };
}

/** A card reference for a text. */
export function cardOf(text: string) {
  return { key: `main/${digestOf(text).slice(0, 8)}`, digest: digestOf(text) };
}
