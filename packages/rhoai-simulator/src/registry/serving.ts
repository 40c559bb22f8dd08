import { randomUUID } from 'node:crypto';
import { Tables } from './context';
import { missingField, notFound } from './errors';
import { parseId } from './ids';
import {
  checkProperties,
  EnvironmentInput,
  EnvironmentPatch,
  ServeInput,
  ServiceInput,
  ServicePatch,
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
import {
  InferenceService,
  ModelVersion,
  Page,
  RegisteredModel,
  ServeModel,
  ServingEnvironment,
} from './types';

/** Serving environments (namespaces), the services in them, and serve history. */
export interface ServingOperations {
  createEnvironment(input: EnvironmentInput): ServingEnvironment;
  patchEnvironment(id: string, patch: EnvironmentPatch): ServingEnvironment;
  getEnvironment(id: string): ServingEnvironment;
  findEnvironment(query: LookupQuery): ServingEnvironment;
  /** A filterQuery is ignored here, as in all lists of this group. */
  listEnvironments(options?: ListOptions): Page<ServingEnvironment>;
  createService(input: ServiceInput): InferenceService;
  patchService(id: string, patch: ServicePatch): InferenceService;
  getService(id: string): InferenceService;
  findService(query: LookupQuery): InferenceService;
  listServices(
    options?: ListOptions,
    environmentId?: string,
  ): Page<InferenceService>;
  modelOfService(id: string): RegisteredModel;
  /** The version served: the one named, else the newest of the model. */
  versionOfService(id: string): ModelVersion;
  createServe(serviceId: string, input: ServeInput): ServeModel;
  listServes(serviceId: string, options?: ListOptions): Page<ServeModel>;
}

export function servingOperations(
  tables: Tables,
  dialect: Dialect,
): ServingOperations {
  return {
    ...servingEnvironments(tables),
    ...inferenceServices(tables, dialect),
    ...servedModels(tables),
  };
}

const unfiltered = (options: ListOptions = {}): ListOptions => ({
  ...options,
  filterQuery: undefined,
});

function servingEnvironments({ environments }: Tables) {
  const label = 'serving environment';
  return {
    createEnvironment(input: EnvironmentInput): ServingEnvironment {
      const { name } = input;
      if (!name) {
        throw missingField('name');
      }
      checkProperties(input.customProperties);
      return environments.insert({ ...present(input), name }, name);
    },
    patchEnvironment(id: string, patch: EnvironmentPatch): ServingEnvironment {
      checkProperties(patch.customProperties);
      const row = requireRow(environments, id, label);
      return environments.update(row.id, { ...row.value, ...present(patch) });
    },
    getEnvironment: (id: string): ServingEnvironment =>
      requireRow(environments, id, label).value,
    findEnvironment(query: LookupQuery): ServingEnvironment {
      const name = given(query.name);
      const externalId = given(query.externalId);
      return findRow(
        environments,
        { storedName: name, externalId },
        {
          found: label,
          parameters: `name=${name ?? ''}, externalId=${externalId ?? ''}`,
          supply: 'name or externalId',
        },
      );
    },
    listEnvironments: (options?: ListOptions): Page<ServingEnvironment> =>
      environments.list(unfiltered(options)),
  };
}

function inferenceServices({ services }: Tables, dialect: Dialect) {
  const label = 'inference service';
  return {
    createService(input: ServiceInput): InferenceService {
      const { registeredModelId, servingEnvironmentId } = input;
      if (!registeredModelId) {
        throw missingField('registeredModelId');
      }
      if (!servingEnvironmentId) {
        throw missingField('servingEnvironmentId');
      }
      checkProperties(input.customProperties);
      parseId(registeredModelId, 'registered model');
      const parent = parseId(servingEnvironmentId, 'serving environment');
      const name = input.name ?? randomUUID();
      return services.insert(
        {
          ...(dialect.fillsState ? { desiredState: 'DEPLOYED' } : {}),
          ...present(input),
          name,
          registeredModelId,
          servingEnvironmentId,
        },
        `${parent}:${name}`,
        parent,
      );
    },
    patchService(id: string, patch: ServicePatch): InferenceService {
      checkProperties(patch.customProperties);
      const row = requireRow(services, id, label);
      return services.update(row.id, { ...row.value, ...present(patch) });
    },
    getService: (id: string): InferenceService =>
      requireRow(services, id, label).value,
    findService(query: LookupQuery): InferenceService {
      const { name, parent, externalId, storedName } = lookupInParent(query);
      return findRow(
        services,
        { storedName, externalId },
        {
          found: label,
          parameters: `name=${name ?? ''}, parentResourceId=${
            parent ?? ''
          }, externalId=${externalId ?? ''}`,
          supply: '(name and parentResourceId), or externalId',
        },
      );
    },
    listServices: (
      options?: ListOptions,
      environmentId?: string,
    ): Page<InferenceService> =>
      services.list(unfiltered(options), {
        parentId:
          environmentId === undefined
            ? undefined
            : parseId(environmentId, 'serving environment'),
      }),
  };
}

function servedModels({ models, versions, services, serves }: Tables) {
  const label = 'inference service';
  return {
    modelOfService(id: string): RegisteredModel {
      const service = requireRow(services, id, label).value;
      return requireRow(models, service.registeredModelId, 'registered model')
        .value;
    },
    versionOfService(id: string): ModelVersion {
      const service = requireRow(services, id, label).value;
      if (service.modelVersionId !== undefined) {
        return requireRow(versions, service.modelVersionId, 'model version')
          .value;
      }
      const all = versions.children(Number(service.registeredModelId));
      const newest = all.sort(
        (a, b) => b.created - a.created || b.id - a.id,
      )[0];
      if (!newest) {
        throw notFound(`no model versions found for id ${id}`);
      }
      return newest.value;
    },
    createServe(serviceId: string, input: ServeInput): ServeModel {
      const { modelVersionId } = input;
      if (!modelVersionId) {
        throw missingField('modelVersionId');
      }
      checkProperties(input.customProperties);
      const parent = requireRow(services, serviceId, label).id;
      const name = input.name ?? randomUUID();
      return serves.insert(
        {
          lastKnownState: 'UNKNOWN',
          ...present(input),
          name,
          modelVersionId,
        },
        `${parent}:${name}`,
        parent,
      );
    },
    listServes: (serviceId: string, options?: ListOptions): Page<ServeModel> =>
      serves.list(unfiltered(options), { parentId: parseId(serviceId, label) }),
  };
}
