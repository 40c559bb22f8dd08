import { digestOf } from '@model-catalog/common';
import type {
  CatalogModel,
  InferenceServer,
  RegistryDeployment,
  RegistryVersion,
} from '../sources/objects';

/** An InferenceService `demo/granite` that is ready; fields may be changed. */
export function aServer(
  change: Partial<InferenceServer> = {},
): InferenceServer {
  const { namespace = 'demo', name = 'granite' } = change;
  return {
    id: `${namespace}/inferenceservice/${name}`,
    cluster: 'local',
    namespace,
    resource: 'inferenceservice',
    name,
    uid: `uid-of-${name}`,
    generation: 1,
    createdAt: '2026-01-02T00:00:00Z',
    state: 'ready',
    externalUrl: `https://${name}-${namespace}.apps.example.com`,
    internalUrl: `http://${name}-predictor.${namespace}.svc.cluster.local`,
    authentication: false,
    properties: {},
    ...change,
  };
}

/** Version `granite-3.1-8b` `1.0` of the registry `public`. */
export function aVersion(
  change: Partial<RegistryVersion> = {},
): RegistryVersion {
  const { registry = 'public', modelId = '1', versionId = '2' } = change;
  return {
    id: `${registry}/${modelId}/${versionId}`,
    type: 'version',
    registry,
    modelId,
    modelName: 'granite-3.1-8b',
    versionId,
    versionName: '1.0',
    createdAt: '2026-01-01T00:00:00.000Z',
    properties: {},
    labels: [],
    artifactUris: [],
    ...change,
  };
}

/** The registry's record that `demo/granite` serves version 2 of model 1. */
export function aDeployment(
  change: Partial<RegistryDeployment> = {},
): RegistryDeployment {
  return {
    id: 'public/deployment/9',
    type: 'deployment',
    registry: 'public',
    serverName: 'granite',
    serverUid: 'uid-of-granite',
    namespace: 'demo',
    modelId: '1',
    versionId: '2',
    deployed: true,
    ...change,
  };
}

/** A model of the catalog source `org_models` with a card. */
export function aCatalogModel(
  change: Partial<CatalogModel> = {},
): CatalogModel {
  return {
    id: 'org_models/ibm-granite/granite-3.1-8b',
    catalog: 'model-catalog',
    sourceId: 'org_models',
    sourceName: 'Organization AI models',
    name: 'ibm-granite/granite-3.1-8b',
    tasks: ['text-generation'],
    artifactUris: [],
    cardDigest: digestOf('# Granite'),
    ...change,
  };
}
