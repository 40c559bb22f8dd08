import type { StoredObject } from '../kubernetes/object';
import type { RegistryState } from '../registry';
import { runtimeOf } from './status';

export const REGISTRY_LABEL = 'modelregistry.opendatahub.io/name';
export const MODEL_ID_LABEL =
  'modelregistry.opendatahub.io/registered-model-id';
export const VERSION_ID_LABEL = 'modelregistry.opendatahub.io/model-version-id';
export const REGISTRY_FINALIZER = 'modelregistry.opendatahub.io/finalizer';

/** The name under which the registry keeps a deployment. */
function recordName(object: StoredObject): string {
  return `${object.metadata.name}/${object.metadata.uid}`;
}

/** Whether a deployment says which registered model it serves. */
export function isRegistered(object: StoredObject): boolean {
  const labels = object.metadata.labels ?? {};
  return Boolean(labels[MODEL_ID_LABEL]) && object.kind === 'InferenceService';
}

function findRecord(registry: RegistryState, object: StoredObject) {
  const name = recordName(object);
  return registry.listServices().items.find(record => record.name === name);
}

/** Makes sure that the registry knows the deployment, as OpenShift AI's model controller does. */
export function recordDeployment(
  registry: RegistryState,
  object: StoredObject,
  url: string | undefined,
): void {
  const labels = object.metadata.labels ?? {};
  const modelId = labels[MODEL_ID_LABEL];
  if (!modelId || findRecord(registry, object)) {
    return;
  }
  const namespace = object.metadata.namespace ?? 'default';
  const environment =
    registry
      .listEnvironments()
      .items.find(candidate => candidate.name === namespace) ??
    registry.createEnvironment({ name: namespace });
  registry.createService({
    name: recordName(object),
    registeredModelId: modelId,
    servingEnvironmentId: environment.id,
    modelVersionId: labels[VERSION_ID_LABEL],
    runtime: runtimeOf(object),
    desiredState: 'DEPLOYED',
    ...(url
      ? {
          customProperties: {
            url: { metadataType: 'MetadataStringValue', string_value: url },
          },
        }
      : {}),
  });
}

/** Marks the record of a deleted deployment; the registry never removes one. */
export function recordRemoval(
  registry: RegistryState,
  object: StoredObject,
): void {
  const record = findRecord(registry, object);
  if (record) {
    registry.patchService(record.id, { desiredState: 'UNDEPLOYED' });
  }
}
