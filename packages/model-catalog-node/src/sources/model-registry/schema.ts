import { z } from 'zod/v4';
import { cleanCard } from '../../cards';
import { longText } from '../longText';
import type { CatalogLink } from '../objects';
import { CustomProperties } from './properties';

/*
 * The fields that are needed of model registry v1alpha3 (the same in v1), as
 * rows of our own. `null` counts as absent everywhere. There are thousands of
 * rows: they are written out field by field, as each object that is spread
 * together has a hidden class of its own, larger than itself. The time of the
 * last change is kept only where it decides what is read next.
 */
const text = z
  .string()
  .nullish()
  .transform(value => value ?? undefined);
const id = z.string().min(1);
const NO_TEXTS: readonly string[] = [];
const texts = z
  .array(z.string())
  .nullish()
  .transform(value => (value?.length ? value : NO_TEXTS));

/** Milliseconds since the epoch, written as a string; anything else is unknown. */
const stamp = z
  .union([z.string(), z.number()])
  .nullish()
  .transform(value => {
    const ms = Number(value ?? Number.NaN);
    return Number.isSafeInteger(ms) && ms > 0 && ms < 8.64e15 ? ms : undefined;
  });

/** Servers of 2.20 to 2.24, and rows migrated from them, may leave a state out: then it is the default. */
const state = z.string().nullish();

function timeOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

/** A longer readme is left out. */
const MAX_CARD_LENGTH = 1024 * 1024;

/** The readme as it can be shown. */
function cardOf(readme: string | undefined): string | undefined {
  return readme === undefined || readme.length > MAX_CARD_LENGTH
    ? undefined
    : cleanCard(readme).text;
}

export const RegisteredModel = z
  .object({
    id,
    name: z.string().min(1),
    description: text,
    owner: text,
    state,
    readme: text,
    tasks: texts,
    provider: text,
    license: text,
    licenseLink: text,
    libraryName: text,
    customProperties: CustomProperties,
  })
  .transform(model => ({
    id: model.id,
    name: model.name,
    description: model.description,
    owner: model.owner,
    readme: longText(cardOf(model.readme)),
    tasks: model.tasks,
    provider: model.provider,
    license: model.license,
    licenseLink: model.licenseLink,
    libraryName: model.libraryName,
    customProperties: model.customProperties,
    archived: model.state === 'ARCHIVED',
  }));
export type RegisteredModel = z.output<typeof RegisteredModel>;

export const ModelVersion = z
  .object({
    id,
    registeredModelId: id,
    name: z.string().min(1),
    description: text,
    author: text,
    state,
    customProperties: CustomProperties,
    createTimeSinceEpoch: stamp,
    lastUpdateTimeSinceEpoch: stamp,
  })
  .transform(version => ({
    id: version.id,
    registeredModelId: version.registeredModelId,
    name: version.name,
    description: version.description,
    author: version.author,
    customProperties: version.customProperties,
    lastUpdateTimeSinceEpoch: version.lastUpdateTimeSinceEpoch,
    createdAt: timeOf(version.createTimeSinceEpoch),
    archived: version.state === 'ARCHIVED',
  }));
export type ModelVersion = z.output<typeof ModelVersion>;

type Origin = {
  modelSourceKind?: string;
  modelSourceClass?: string;
  modelSourceGroup?: string;
  modelSourceName?: string;
};

/**
 * Where the dashboard says that a model came from.
 *
 * | dashboard | Class | Group | Name |
 * |---|---|---|---|
 * | 2.x | name of the source | organisation | model |
 * | 3.x | id of the source | - | organisation/model |
 */
export function catalogLinkOf(origin: Origin): CatalogLink | undefined {
  const { modelSourceKind, modelSourceClass, modelSourceGroup } = origin;
  const name = origin.modelSourceName;
  if (modelSourceKind !== 'catalog' || !modelSourceClass || !name) {
    return undefined;
  }
  return {
    source: modelSourceClass,
    model: modelSourceGroup ? `${modelSourceGroup}/${name}` : name,
  };
}

const GONE: ReadonlySet<string> = new Set(['MARKED_FOR_DELETION', 'DELETED']);

export const Artifact = z
  .object({
    id,
    artifactType: text,
    uri: text,
    state,
    modelFormatName: text,
    modelSourceKind: text,
    modelSourceClass: text,
    modelSourceGroup: text,
    modelSourceName: text,
    lastUpdateTimeSinceEpoch: stamp,
  })
  .transform(artifact => ({
    id: artifact.id,
    /** Documents, metrics and the like share the list; deleted ones stay in it. */
    counts:
      (artifact.artifactType ?? 'model-artifact') === 'model-artifact' &&
      !GONE.has(artifact.state ?? ''),
    uri: artifact.uri || undefined,
    modelFormatName: artifact.modelFormatName || undefined,
    catalogLink: catalogLinkOf(artifact),
    lastUpdateTimeSinceEpoch: artifact.lastUpdateTimeSinceEpoch,
  }));
export type Artifact = z.output<typeof Artifact>;

export const InferenceService = z
  .object({
    id,
    name: z.string().min(1),
    registeredModelId: id,
    modelVersionId: text,
    servingEnvironmentId: text,
    desiredState: state,
  })
  .transform(service => ({
    id: service.id,
    name: service.name,
    registeredModelId: service.registeredModelId,
    modelVersionId: service.modelVersionId,
    servingEnvironmentId: service.servingEnvironmentId,
    deployed: service.desiredState !== 'UNDEPLOYED',
  }));
export type InferenceService = z.output<typeof InferenceService>;

export const ServingEnvironment = z.object({
  id,
  name: z.string().min(1),
});
export type ServingEnvironment = z.output<typeof ServingEnvironment>;

/** What is compared to see whether a list has changed. Any element will do here: the read that follows judges it. */
export const Marker = z
  .object({ id: id.catch(''), lastUpdateTimeSinceEpoch: stamp })
  .transform(row => ({ id: row.id, stamp: row.lastUpdateTimeSinceEpoch }))
  .catch({ id: '', stamp: undefined });
