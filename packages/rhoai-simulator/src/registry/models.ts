import { Tables } from './context';
import { missingField } from './errors';
import { parseId } from './ids';
import {
  checkProperties,
  ModelInput,
  ModelPatch,
  VersionInput,
  VersionPatch,
} from './inputs';
import { findRow, given, LookupQuery, present, requireRow } from './lookup';
import { ListOptions } from './table';
import { ModelVersion, Page, RegisteredModel } from './types';

/** Registered models and their versions. Refusals are thrown as ApiError. */
export interface ModelOperations {
  createModel(input: ModelInput): RegisteredModel;
  /** Bumps the model's time only, never that of its versions. */
  patchModel(id: string, patch: ModelPatch): RegisteredModel;
  getModel(id: string): RegisteredModel;
  findModel(query: LookupQuery): RegisteredModel;
  listModels(options?: ListOptions): Page<RegisteredModel>;
  /** The model need not exist: the servers do not check it. */
  createVersion(input: VersionInput): ModelVersion;
  patchVersion(id: string, patch: VersionPatch): ModelVersion;
  getVersion(id: string): ModelVersion;
  findVersion(query: LookupQuery): ModelVersion;
  /** All versions, or those of one model (none when there is no such model). */
  listVersions(options?: ListOptions, modelId?: string): Page<ModelVersion>;
}

export function modelOperations(tables: Tables): ModelOperations {
  return { ...registeredModels(tables), ...modelVersions(tables) };
}

function registeredModels({ models }: Tables) {
  const label = 'registered model';
  return {
    createModel(input: ModelInput): RegisteredModel {
      const { name } = input;
      if (!name) {
        throw missingField('name');
      }
      checkProperties(input.customProperties);
      return models.insert({ state: 'LIVE', ...present(input), name }, name);
    },
    patchModel(id: string, patch: ModelPatch): RegisteredModel {
      checkProperties(patch.customProperties);
      const row = requireRow(models, id, label);
      return models.update(row.id, { ...row.value, ...present(patch) });
    },
    getModel: (id: string): RegisteredModel =>
      requireRow(models, id, label).value,
    findModel(query: LookupQuery): RegisteredModel {
      const name = given(query.name);
      const externalId = given(query.externalId);
      return findRow(
        models,
        { storedName: name, externalId },
        {
          found: 'registered models',
          parameters: `name=${name ?? ''}, externalId=${externalId ?? ''}`,
          supply: 'name or externalId',
        },
      );
    },
    listModels: (options: ListOptions = {}): Page<RegisteredModel> =>
      models.list(options),
  };
}

function modelVersions({ versions }: Tables) {
  const label = 'model version';
  return {
    createVersion(input: VersionInput): ModelVersion {
      const { name, registeredModelId } = input;
      if (!name) {
        throw missingField('name');
      }
      if (!registeredModelId) {
        throw missingField('registeredModelId');
      }
      checkProperties(input.customProperties);
      const parent = parseId(registeredModelId, 'registered model');
      return versions.insert(
        { state: 'LIVE', ...present(input), name, registeredModelId },
        `${parent}:${name}`,
        parent,
      );
    },
    patchVersion(id: string, patch: VersionPatch): ModelVersion {
      checkProperties(patch.customProperties);
      const row = requireRow(versions, id, label);
      return versions.update(row.id, { ...row.value, ...present(patch) });
    },
    getVersion: (id: string): ModelVersion =>
      requireRow(versions, id, label).value,
    findVersion(query: LookupQuery): ModelVersion {
      const name = given(query.name);
      const parent = given(query.parentResourceId);
      const externalId = given(query.externalId);
      const storedName =
        name !== undefined && parent !== undefined
          ? `${parseId(parent, 'registered model')}:${name}`
          : undefined;
      return findRow(
        versions,
        { storedName, externalId },
        {
          found: 'model versions',
          parameters: `versionName=${name ?? ''}, registeredModelId=${
            parent ?? ''
          }, externalId=${externalId ?? ''}`,
          supply: '(versionName and registeredModelId), or externalId',
        },
      );
    },
    listVersions: (
      options: ListOptions = {},
      modelId?: string,
    ): Page<ModelVersion> =>
      versions.list(options, {
        parentId:
          modelId === undefined
            ? undefined
            : parseId(modelId, 'registered model'),
      }),
  };
}
