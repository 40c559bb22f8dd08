import type { StoredRecord } from '@model-catalog/node';
import type { Leaf } from './leaves';

/** Where a fact is written, for a person who wants to change it. */
export type Place = {
  /** The object. */
  object: string;
  /** The key in it. */
  key: string;
};

const LABELS = 'metadata.labels["modelregistry.opendatahub.io';

/** Keys of objects as Kubernetes and the REST APIs call them, by what the sources make of them. */
const KEYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  server: {
    name: 'metadata.name',
    namespace: 'metadata.namespace',
    uid: 'metadata.uid',
    generation: 'metadata.generation',
    createdAt: 'metadata.creationTimestamp',
    displayName: 'metadata.annotations["openshift.io/display-name"]',
    description: 'metadata.annotations["openshift.io/description"]',
    state: 'status.conditions',
    stateReason: 'status.conditions',
    externalUrl: 'status.url',
    internalUrl: 'status.address.url',
    authentication:
      'metadata.annotations["security.opendatahub.io/enable-auth"]',
    runtime: 'spec.predictor.model.runtime',
    modelFormat: 'spec.predictor.model.modelFormat.name',
    storageUri: 'spec.predictor.model.storageUri',
    storageKey: 'spec.predictor.model.storage.key',
    storagePath: 'spec.predictor.model.storage.path',
    deploymentMode: 'metadata.annotations["serving.kserve.io/deploymentMode"]',
    servedName: 'spec (arguments of the server, or spec.model.name)',
    'link.modelId': `${LABELS}/registered-model-id"]`,
    'link.versionId': `${LABELS}/model-version-id"]`,
    'link.registry': `${LABELS}/name"]`,
    'link.registryNamespace': `${LABELS}/namespace"]`,
    'link.registryUrl':
      'metadata.annotations["modelregistry.opendatahub.io/url"]',
    apiSpecDigest: 'metadata.annotations["rhdh.io/apispec"]',
  },
  version: {
    modelName: 'RegisteredModel name',
    modelDescription: 'RegisteredModel description',
    modelOwner: 'RegisteredModel owner',
    license: 'RegisteredModel license',
    licenseLink: 'RegisteredModel licenseLink',
    provider: 'RegisteredModel provider',
    readmeDigest: 'RegisteredModel readme',
    versionName: 'ModelVersion name',
    versionDescription: 'ModelVersion description',
    author: 'ModelVersion author',
    createdAt: 'ModelVersion createTimeSinceEpoch',
    apiSpecDigest: 'customProperties["API Spec"]',
    'catalogLink.source': 'ModelArtifact modelSourceClass',
    'catalogLink.model': 'ModelArtifact modelSourceGroup and modelSourceName',
  },
  catalogModel: {
    cardDigest: 'readme',
    name: 'name',
  },
  api: {
    definitionDigest: 'its own definition, e.g. /openapi.json',
    wantsToken: 'answers 401 or 403 without a token',
  },
  deployment: { serverName: 'name' },
};

const annotationOf = (property: string) =>
  property.includes('/')
    ? `metadata.annotations["${property}"]`
    : `metadata.annotations["rhdh.io/${property
        .toLowerCase()
        .replace(/ /g, '')}"]`;

/** Lists and maps of which each element is a fact. */
function keyOfElement(
  facet: string,
  [head, element]: Leaf['path'],
): string | undefined {
  switch (`${facet}.${head}`) {
    case 'server.properties':
      return annotationOf(String(element));
    case 'server.resources':
      return `resources of its containers: ${element}`;
    case 'server.loraAdapters':
      return 'spec.model.lora.adapters';
    case 'version.properties':
      return `customProperties["${element}"]`;
    case 'version.labels':
      return 'customProperties without a value, or tasks';
    case 'version.artifactUris':
      return 'ModelArtifact uri';
    case 'api.servedModels':
      return 'what /v1/models answers';
    case 'api.offers':
    case 'api.inputs':
      return 'what it was found to offer';
    default:
      return undefined;
  }
}

function objectOf(facet: string, { facets }: StoredRecord): string {
  const { server } = facets;
  const called = server
    ? `${
        server.resource === 'inferenceservice'
          ? 'InferenceService'
          : 'LLMInferenceService'
      } ${server.namespace}/${server.name}`
    : '';
  if (facet === 'version' && 'version' in facets && facets.version) {
    const { registry, modelName, versionName, modelId, versionId } =
      facets.version;
    return `registry ${registry}: "${modelName}" (id ${modelId}) version "${versionName}" (id ${versionId})`;
  }
  if (facet === 'catalogModel' && 'catalogModel' in facets) {
    return `${facets.catalogModel?.catalog}: model ${facets.catalogModel?.id}`;
  }
  if (facet === 'deployment' && 'deployment' in facets) {
    return `registry ${facets.deployment?.registry}: InferenceService ${facets.deployment?.serverName}`;
  }
  return facet === 'api' ? `the running server of ${called}` : called;
}

/** The object and key of a facet's value; `path` begins with the facet. */
export function placeOf(
  stored: StoredRecord,
  [facet, ...path]: Leaf['path'],
): Place {
  const name = String(facet);
  const written = path.join('.');
  return {
    object: objectOf(name, stored),
    key: KEYS[name]?.[written] ?? keyOfElement(name, path) ?? written,
  };
}
