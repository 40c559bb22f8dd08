import {
  definitionMarker,
  digestOf,
  type SourceStatus,
} from '@model-catalog/common';
import type {
  StoredModel,
  StoredRecord,
  StoredServer,
} from '@model-catalog/node';
import type { LocationView } from '../records';

const described = { owner: 'team', lifecycle: 'production' };
const ownerRef = 'user:default/team';

/** A version of a registry. */
export function modelNamed(name: string, description = 'x'): StoredModel {
  return {
    record: {
      kind: 'model',
      key: `version/main/${encodeURIComponent(name)}/1`,
      name,
      uri: `/${encodeURIComponent(name)}/1/model-catalog.json`,
      source: 'model-registry/main',
      ownerRef,
      artifacts: [],
      model: { ...described, name, description },
    },
    facets: {},
  };
}

/** A model server, with the text of its API definition if it has one. */
export function serverNamed(name: string, definition?: string): StoredServer {
  const url = `https://${name}.example.com`;
  const digest = definition === undefined ? undefined : digestOf(definition);
  return {
    record: {
      kind: 'server',
      key: `server/local/demo/inferenceservice/${name}`,
      name: `demo-${name}`,
      uri: `/demo/${name}/model-catalog.json`,
      source: 'kserve',
      ownerRef,
      state: 'ready',
      models: [],
      ...(digest && { definition: { digest, origin: 'server' } }),
      server: {
        ...described,
        name: `demo-${name}`,
        description: 'x',
        ...(digest && {
          API: { url, type: 'openapi', spec: definitionMarker(digest) },
        }),
      },
    },
    facets: {
      server: {
        id: `demo/inferenceservice/${name}`,
        cluster: 'local',
        namespace: 'demo',
        resource: 'inferenceservice',
        name,
        uid: 'u',
        state: 'ready',
        properties: {},
      },
    },
  };
}

export function viewOf(
  revision: string,
  stored: readonly StoredRecord[],
): LocationView {
  return {
    revision,
    synced: true,
    completedSources: ['kserve', 'model-registry/main'],
    records: new Map(stored.map(one => [one.record.key, one])),
  };
}

export function statusOf(
  id: string,
  state: SourceStatus['state'],
  message?: string,
): SourceStatus {
  return { id, state, since: '2026-01-01T00:00:00Z', message };
}
