import { Tables } from './context';
import { missingField } from './errors';
import { parseId } from './ids';
import {
  checkProperties,
  DESCRIBING_FIELDS,
  ModelInput,
  ModelPatch,
  VersionInput,
  VersionPatch,
} from './inputs';
import {
  findRow,
  given,
  lookupInParent,
  LookupQuery,
  present,
  requireRow,
} from './lookup';
import { Dialect } from './release';
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

export function modelOperations(
  tables: Tables,
  dialect: Dialect,
): ModelOperations {
  return {
    ...registeredModels(tables, dialect),
    ...modelVersions(tables, dialect),
  };
}

function registeredModels({ models }: Tables, dialect: Dialect) {
  const label = 'registered model';
  const known = <T extends object>(input: T) =>
    dialect.describesModels ? present(input) : undescribed(present(input));
  return {
    createModel(input: ModelInput): RegisteredModel {
      const { name } = input;
      if (!name) {
        throw missingField('name');
      }
      checkProperties(input.customProperties);
      return models.insert(
        { ...liveState(dialect), ...known(input), name },
        name,
      );
    },
    patchModel(id: string, patch: ModelPatch): RegisteredModel {
      checkProperties(patch.customProperties);
      const row = requireRow(models, id, label);
      return models.update(row.id, { ...row.value, ...known(patch) });
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

/** The default state, of releases that fill it in. */
function liveState({ fillsState }: Dialect) {
  return fillsState ? { state: 'LIVE' as const } : {};
}

/** Fields that registered models have only from RHOAI 2.22 on. */
function undescribed<T extends object>(input: T): T {
  const copy = { ...input };
  for (const field of DESCRIBING_FIELDS) {
    Reflect.deleteProperty(copy, field);
  }
  return copy;
}

function modelVersions({ versions }: Tables, dialect: Dialect) {
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
        {
          ...liveState(dialect),
          ...present(input),
          name,
          registeredModelId,
        },
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
      const { name, parent, externalId, storedName } = lookupInParent(
        query,
        id => parseId(id, 'registered model'),
      );
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
