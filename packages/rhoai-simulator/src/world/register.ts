import type {
  CustomProperties,
  ModelVersion,
  RegisteredModel,
  RegistryState,
} from '../registry';
import type { WorldArtifact, WorldModel, WorldVersion } from './schema';

/** Strings as the registry's custom properties. */
export function toProperties(
  values: Readonly<Record<string, string>> | undefined,
): { customProperties?: CustomProperties } {
  if (!values) {
    return {};
  }
  const entries = Object.entries(values).map(([key, value]) => [
    key,
    { metadataType: 'MetadataStringValue' as const, string_value: value },
  ]);
  return { customProperties: Object.fromEntries(entries) };
}

/** Registers models with their versions and artifacts. */
export function registerModels(
  registry: RegistryState,
  models: readonly WorldModel[],
): void {
  for (const model of models) {
    const registered = registerModel(registry, model);
    for (const version of model.versions) {
      registerVersion(registry, registered, version);
    }
  }
}

/** Registers one model, without versions. */
export function registerModel(
  registry: RegistryState,
  model: Omit<WorldModel, 'versions'>,
): RegisteredModel {
  return registry.createModel({
    name: model.name,
    description: model.description,
    owner: model.owner,
    state: model.state,
    ...toProperties(model.properties),
  });
}

/** Registers one version with its artifacts. */
export function registerVersion(
  registry: RegistryState,
  model: RegisteredModel,
  version: WorldVersion,
): ModelVersion {
  const registered = registry.createVersion({
    registeredModelId: model.id,
    name: version.name,
    description: version.description,
    author: version.author,
    state: version.state,
    ...toProperties(version.properties),
  });
  for (const artifact of version.artifacts) {
    registry.upsertArtifact(artifactInput(artifact), registered.id);
  }
  return registered;
}

function artifactInput(artifact: WorldArtifact) {
  return {
    artifactType: 'model-artifact',
    name: artifact.name,
    uri: artifact.uri,
    description: artifact.description,
    modelFormatName: artifact.format,
    modelFormatVersion: artifact.formatVersion,
    state: 'LIVE' as const,
    ...(artifact.catalog
      ? {
          modelSourceKind: 'catalog',
          modelSourceClass: artifact.catalog.source,
          modelSourceName: artifact.catalog.model,
        }
      : {}),
  };
}
