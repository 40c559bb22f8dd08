import { artifactOperations, ArtifactOperations } from './artifacts';
import { createTables, Tables } from './context';
import { modelOperations, ModelOperations } from './models';
import { Dialect, dialectOf, RegistryRelease } from './release';
import { servingOperations, ServingOperations } from './serving';

/** Kinds of rows, named as in the paths of the API. */
export type RowKind =
  | 'registered_models'
  | 'model_versions'
  | 'artifacts'
  | 'inference_services'
  | 'serving_environments';

/**
 * A model registry in memory, answering as a release of the real one does.
 * Every operation throws ApiError for what the server would refuse.
 * Ids are given out as there: models, versions, environments and services from
 * one sequence, artifacts from another, and a refused duplicate uses one up.
 */
export interface RegistryState
  extends ModelOperations,
    ArtifactOperations,
    ServingOperations {
  /** Takes a row away as database surgery would. @returns whether it was there */
  erase(kind: RowKind, id: string): boolean;
  /** How many rows there are. */
  counts(): Record<RowKind, number>;
  /** The clock, also used by the health answers. */
  now(): number;
  /** What is particular to the release that it answers as. */
  readonly dialect: Dialect;
}

/**
 * @param options - `now`: the clock, milliseconds since the epoch; `release`:
 *   which server to answer as, 0.3.8 by default
 */
export function createRegistryState(options: {
  now: () => number;
  release?: RegistryRelease;
}): RegistryState {
  const dialect = dialectOf(options.release ?? '0.3.8');
  const tables = createTables(options.now, dialect);
  return {
    ...modelOperations(tables, dialect),
    ...artifactOperations(tables, dialect),
    ...servingOperations(tables, dialect),
    now: options.now,
    dialect,
    erase: (kind, id) => tableOf(tables, kind).erase(Number(id)),
    counts: () => ({
      registered_models: tables.models.size,
      model_versions: tables.versions.size,
      artifacts: tables.artifacts.size,
      inference_services: tables.services.size,
      serving_environments: tables.environments.size,
    }),
  };
}

function tableOf(tables: Tables, kind: RowKind) {
  switch (kind) {
    case 'registered_models':
      return tables.models;
    case 'model_versions':
      return tables.versions;
    case 'artifacts':
      return tables.artifacts;
    case 'inference_services':
      return tables.services;
    default:
      return tables.environments;
  }
}
