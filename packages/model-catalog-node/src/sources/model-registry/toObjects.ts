import { LongTexts } from '../longText';
import type {
  RegistryDeployment,
  RegistryObject,
  RegistryVersion,
} from '../objects';
import type { Issue } from '../types';
import { DeploymentOfRow } from './DeploymentOfRow';
import type { InferenceService, ModelVersion } from './schema';
import { unreadableIn } from './unreadable';
import { type VersionParts, VersionOfRows } from './VersionOfRows';
import { NO_ARTIFACTS, type RegistryView } from './view';

/** What a view says, in the terms of the pipeline. */
export type RegistryObjects = {
  objects: RegistryObject[];
  /** Ids of versions that are archived, themselves or with their model. */
  removed: Set<string>;
  /** Ids of objects that are there but not understood. */
  unreadable: Set<string>;
  issues: Issue[];
  /** The long texts that the objects name, by digest. */
  texts: LongTexts;
};

/** What was made of each row: as long as all that it is made of is the same, so is the object. */
const versions = new WeakMap<ModelVersion, VersionOfRows>();
const deployments = new WeakMap<InferenceService, DeploymentOfRow>();

function toVersion(parts: VersionParts): RegistryVersion {
  const before = versions.get(parts.version);
  const object = before?.isOf(parts) ? before : new VersionOfRows(parts);
  versions.set(parts.version, object);
  return object;
}

function toDeployment(
  registry: string,
  service: InferenceService,
  environments: RegistryView['environments'],
): RegistryDeployment {
  const { name } =
    environments.rows.get(service.servingEnvironmentId ?? '') ?? {};
  const parts = { registry, service, namespace: name };
  const before = deployments.get(service);
  const object = before?.isOf(parts) ? before : new DeploymentOfRow(parts);
  deployments.set(service, object);
  return object;
}

/**
 * | version | model | becomes |
 * |---|---|---|
 * | live | live | object |
 * | archived | any, also unknown | removed |
 * | live | archived | removed |
 * | live | not understood or missing | unreadable: what was known stays |
 */
export function toObjects(
  registry: string,
  view: RegistryView,
  source: string,
): RegistryObjects {
  const { unreadable, issues } = unreadableIn({ registry, source, view });
  const result: RegistryObjects = {
    objects: [],
    removed: new Set(),
    unreadable,
    issues,
    texts: new LongTexts(),
  };
  for (const version of view.versions.rows.values()) {
    const model = view.models.rows.get(version.registeredModelId);
    if (version.archived || model?.archived) {
      result.removed.add(
        `${registry}/${version.registeredModelId}/${version.id}`,
      );
    } else if (model) {
      const artifacts = view.artifacts.get(version.id) ?? NO_ARTIFACTS;
      result.objects.push(toVersion({ registry, model, version, artifacts }));
      const { apiSpec } = version.customProperties;
      for (const long of [
        apiSpec ?? model.customProperties.apiSpec,
        model.readme,
      ]) {
        if (long) {
          result.texts.add(long);
        }
      }
    }
  }
  for (const service of view.services.rows.values()) {
    const deployment = toDeployment(registry, service, view.environments);
    if (!unreadable.has(deployment.id)) {
      result.objects.push(deployment);
    }
  }
  return result;
}
