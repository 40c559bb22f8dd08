import { LongTexts } from '../longText';
import type {
  RegistryDeployment,
  RegistryObject,
  RegistryVersion,
} from '../objects';
import type { Issue } from '../types';
import { NO_VALUES, type Properties } from './properties';
import type {
  Artifact,
  InferenceService,
  ModelVersion,
  RegisteredModel,
} from './schema';
import { unreadableIn } from './unreadable';
import { type Artifacts, NO_ARTIFACTS, type RegistryView } from './view';

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

function inOrder({ rows }: Artifacts): Artifact[] {
  return rows
    .filter(({ counts }) => counts)
    .sort((a, b) => Number(a.id) - Number(b.id));
}

const NO_TEXTS: string[] = [];

/** Distinct texts, in a list exactly as long as needed: there are thousands of them. */
function unique(values: readonly (string | undefined)[]): string[] {
  const texts = new Set<string>();
  for (const value of values) {
    if (value !== undefined && value !== '') {
      texts.add(value);
    }
  }
  return texts.size === 0 ? NO_TEXTS : Array.from(texts);
}

type Parts = {
  registry: string;
  model: RegisteredModel;
  version: ModelVersion;
  artifacts: Artifacts;
};

/** The version's values over the model's; shared where one of them has none. */
function mergedValues(
  { values: ofModel }: Properties,
  { values: ofVersion }: Properties,
): Readonly<Record<string, string>> {
  if (ofVersion === NO_VALUES) {
    return ofModel;
  }
  return ofModel === NO_VALUES ? ofVersion : { ...ofModel, ...ofVersion };
}

/** What was made of each row: as long as its parts are the same objects, so is the result. */
const made = new WeakMap<
  ModelVersion,
  Omit<Parts, 'version'> & { object: RegistryVersion }
>();

function toVersion(parts: Parts): RegistryVersion {
  const { registry, model, version, artifacts } = parts;
  const before = made.get(version);
  if (
    before?.registry === registry &&
    before.model === model &&
    before.artifacts === artifacts
  ) {
    return before.object;
  }
  const object = versionOf(parts);
  made.set(version, { registry, model, artifacts, object });
  return object;
}

function versionOf({
  registry,
  model,
  version,
  artifacts: all,
}: Parts): RegistryVersion {
  const artifacts = inOrder(all);
  const { customProperties: ofModel } = model;
  const { customProperties: ofVersion } = version;
  return {
    // Joined, as a text that is put together keeps its parts.
    id: [registry, model.id, version.id].join('/'),
    type: 'version',
    registry,
    modelId: model.id,
    modelName: model.name,
    modelDescription: model.description,
    modelOwner: model.owner,
    versionId: version.id,
    versionName: version.name,
    versionDescription: version.description,
    author: version.author,
    createdAt: version.createdAt,
    license: model.license,
    licenseLink: model.licenseLink,
    provider: model.provider,
    readmeDigest: model.readme?.digest,
    apiSpecDigest: (ofVersion.apiSpec ?? ofModel.apiSpec)?.digest,
    properties: mergedValues(ofModel, ofVersion),
    labels: unique([
      ...ofModel.labels,
      ...ofVersion.labels,
      ...model.tasks,
      model.libraryName,
      ...artifacts.map(({ modelFormatName }) => modelFormatName),
    ]),
    artifactUris: unique(artifacts.map(({ uri }) => uri)),
    catalogLink:
      artifacts.find(({ catalogLink }) => catalogLink)?.catalogLink ??
      ofVersion.catalogLink ??
      ofModel.catalogLink,
  };
}

/**
 * The controller names an entry `<name>/<uid>`; entries made by hand may have
 * no UID.
 */
function toDeployment(
  registry: string,
  service: InferenceService,
  environments: RegistryView['environments'],
): RegistryDeployment {
  const slash = service.name.lastIndexOf('/');
  return {
    id: [registry, 'deployment', service.id].join('/'),
    type: 'deployment',
    registry,
    serverName: slash < 0 ? service.name : service.name.slice(0, slash),
    serverUid: slash < 0 ? undefined : service.name.slice(slash + 1),
    namespace: environments.rows.get(service.servingEnvironmentId ?? '')?.name,
    modelId: service.registeredModelId,
    versionId: service.modelVersionId,
    deployed: service.deployed,
  };
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
