import type { RegistryVersion } from '../objects';
import { NO_VALUES, type Properties } from './properties';
import type { Artifact, ModelVersion, RegisteredModel } from './schema';
import type { Artifacts } from './view';

/** What a version is made of. */
export type VersionParts = {
  registry: string;
  model: RegisteredModel;
  version: ModelVersion;
  artifacts: Artifacts;
};

function inOrder({ rows }: Artifacts): Artifact[] {
  return rows
    .filter(({ counts }) => counts)
    .sort((a, b) => Number(a.id) - Number(b.id));
}

/** Distinct texts. */
function unique(values: readonly (string | undefined)[]): string[] {
  const texts = new Set<string>();
  for (const value of values) {
    if (value !== undefined && value !== '') {
      texts.add(value);
    }
  }
  return [...texts];
}

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

/**
 * A version as its rows say it: four references, and not each field of the
 * rows a second time, of thousands of versions. {@link toJSON} gives a copy
 * that stands alone, for what is stored.
 */
export class VersionOfRows implements RegistryVersion {
  readonly registry: string;
  readonly #model: RegisteredModel;
  readonly #version: ModelVersion;
  readonly #artifacts: Artifacts;

  constructor({ registry, model, version, artifacts }: VersionParts) {
    this.registry = registry;
    this.#model = model;
    this.#version = version;
    this.#artifacts = artifacts;
  }

  /** Whether it is made of these very rows. */
  isOf({ registry, model, version, artifacts }: VersionParts): boolean {
    return (
      this.registry === registry &&
      this.#model === model &&
      this.#version === version &&
      this.#artifacts === artifacts
    );
  }

  /** Made when it is asked for: tables of ids live no longer than what needs them. */
  get id() {
    // Joined, as a text that is put together keeps its parts.
    return [this.registry, this.#model.id, this.#version.id].join('/');
  }

  get type() {
    return 'version' as const;
  }

  get modelId() {
    return this.#model.id;
  }

  get modelName() {
    return this.#model.name;
  }

  get modelDescription() {
    return this.#model.description;
  }

  get modelOwner() {
    return this.#model.owner;
  }

  get versionId() {
    return this.#version.id;
  }

  get versionName() {
    return this.#version.name;
  }

  get versionDescription() {
    return this.#version.description;
  }

  get author() {
    return this.#version.author;
  }

  get createdAt() {
    return this.#version.createdAt;
  }

  get license() {
    return this.#model.license;
  }

  get licenseLink() {
    return this.#model.licenseLink;
  }

  get provider() {
    return this.#model.provider;
  }

  get readmeDigest() {
    return this.#model.readme?.digest;
  }

  get apiSpecDigest() {
    const { customProperties: ofModel } = this.#model;
    return (this.#version.customProperties.apiSpec ?? ofModel.apiSpec)?.digest;
  }

  get properties() {
    const { customProperties: ofModel } = this.#model;
    return mergedValues(ofModel, this.#version.customProperties);
  }

  get labels() {
    const { customProperties: ofModel, tasks, libraryName } = this.#model;
    return unique([
      ...ofModel.labels,
      ...this.#version.customProperties.labels,
      ...tasks,
      libraryName,
      ...inOrder(this.#artifacts).map(({ modelFormatName }) => modelFormatName),
    ]);
  }

  get artifactUris() {
    return unique(inOrder(this.#artifacts).map(({ uri }) => uri));
  }

  get catalogLink() {
    return (
      inOrder(this.#artifacts).find(({ catalogLink }) => catalogLink)
        ?.catalogLink ??
      this.#version.customProperties.catalogLink ??
      this.#model.customProperties.catalogLink
    );
  }

  toJSON(): RegistryVersion {
    return {
      id: this.id,
      type: this.type,
      registry: this.registry,
      modelId: this.modelId,
      modelName: this.modelName,
      modelDescription: this.modelDescription,
      modelOwner: this.modelOwner,
      versionId: this.versionId,
      versionName: this.versionName,
      versionDescription: this.versionDescription,
      author: this.author,
      createdAt: this.createdAt,
      license: this.license,
      licenseLink: this.licenseLink,
      provider: this.provider,
      readmeDigest: this.readmeDigest,
      apiSpecDigest: this.apiSpecDigest,
      properties: this.properties,
      labels: this.labels,
      artifactUris: this.artifactUris,
      catalogLink: this.catalogLink,
    };
  }
}
