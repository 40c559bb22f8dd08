import type {
  ModelRecord,
  ServerRecord,
  SourceState,
} from '@model-catalog/common';

/** A model record, and what the test wants of it. */
export function modelRecord(
  name: string,
  more: Partial<ModelRecord> = {},
): ModelRecord {
  return {
    kind: 'model',
    key: `version/registry/${name}/1`,
    name,
    uri: `/${name}/1/model-catalog.json`,
    source: 'registry',
    ownerRef: 'user:default/alice',
    artifacts: [],
    model: {
      name,
      owner: 'alice',
      lifecycle: 'production',
      description: `The model ${name}`,
    },
    ...more,
  };
}

/** The key of the server record that {@link serverRecord} makes. */
export function serverKey(name: string): string {
  return `server/cluster/demo/inferenceservice/${name}`;
}

/** A server record with an API, serving the models of the given names. */
export function serverRecord(
  name: string,
  models: string[] = [],
  more: Partial<ServerRecord> = {},
): ServerRecord {
  return {
    kind: 'server',
    key: serverKey(name),
    name,
    uri: `/demo/${name}/model-catalog.json`,
    source: 'kserve',
    ownerRef: 'user:default/bob',
    state: 'ready',
    models: models.map(model => `version/registry/${model}/1`),
    server: {
      name,
      owner: 'bob',
      lifecycle: 'production',
      description: `The server ${name}`,
      authentication: true,
      API: {
        url: `https://${name}.example.com`,
        type: 'openapi',
        spec: '{"openapi":"3.0.3"}',
      },
    },
    ...more,
  };
}

/** A snapshot of records; every source complete unless told otherwise. */
export function snapshotOf(
  revision: string,
  records: unknown[],
  states: { [id: string]: SourceState } = {},
) {
  const all: { [id: string]: SourceState } = {
    registry: 'complete',
    kserve: 'complete',
    ...states,
  };
  return {
    schemaVersion: 1,
    revision,
    generatedAt: '2026-11-21T00:00:00Z',
    sources: Object.entries(all).map(([id, state]) => ({
      id,
      state,
      since: '2026-11-21T00:00:00Z',
    })),
    records,
  };
}
