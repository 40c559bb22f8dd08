import { artifactResolver, fieldResolver } from './fields';
import { createSequence } from './ids';
import { Dialect } from './release';
import { EntityTable, Space } from './table';
import {
  Artifact,
  FieldsOf,
  InferenceService,
  ModelVersion,
  RegisteredModel,
  ServeModel,
  ServingEnvironment,
} from './types';

/** The tables of one registry. */
export interface Tables {
  readonly models: EntityTable<FieldsOf<RegisteredModel>>;
  readonly versions: EntityTable<FieldsOf<ModelVersion>>;
  readonly environments: EntityTable<FieldsOf<ServingEnvironment>>;
  readonly services: EntityTable<FieldsOf<InferenceService>>;
  readonly artifacts: EntityTable<FieldsOf<Artifact>>;
  readonly serves: EntityTable<FieldsOf<ServeModel>>;
}

const newSpace = (): Space => ({
  sequence: createSequence(),
  externalIds: new Set(),
});

/** Models, versions, environments and services take their ids from one sequence. */
export function createTables(now: () => number, dialect: Dialect): Tables {
  const contexts = newSpace();
  return {
    models: new EntityTable({
      label: 'registered model',
      space: contexts,
      now,
      dialect,
      resolve: fieldResolver({
        isChild: false,
        strings: ['state', 'owner'],
        integers: [],
      }),
    }),
    versions: new EntityTable({
      label: 'model version',
      space: contexts,
      now,
      dialect,
      resolve: fieldResolver({
        isChild: true,
        strings: ['state', 'author'],
        integers: ['registeredModelId'],
      }),
    }),
    environments: new EntityTable({
      label: 'serving environment',
      space: contexts,
      now,
      dialect,
      resolve: fieldResolver({ isChild: false, strings: [], integers: [] }),
    }),
    services: new EntityTable({
      label: 'inference service',
      space: contexts,
      now,
      dialect,
      resolve: fieldResolver({ isChild: true, strings: [], integers: [] }),
    }),
    artifacts: new EntityTable({
      label: 'artifact',
      space: newSpace(),
      now,
      dialect,
      resolve: artifactResolver({
        isChild: true,
        strings: [
          'uri',
          'modelFormatName',
          'modelFormatVersion',
          'storageKey',
          'storagePath',
          'serviceAccountName',
          'modelSourceKind',
          'modelSourceClass',
          'modelSourceGroup',
          'modelSourceId',
          'modelSourceName',
        ],
        integers: [],
      }),
    }),
    serves: new EntityTable({
      label: 'serve model',
      space: newSpace(),
      now,
      dialect,
      resolve: fieldResolver({ isChild: true, strings: [], integers: [] }),
    }),
  };
}
