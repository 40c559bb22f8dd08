import { randomUUID } from 'node:crypto';
import { Tables } from './context';
import { badRequest, notFound } from './errors';
import { parseId } from './ids';
import { ArtifactInput, ArtifactPatch, checkProperties } from './inputs';
import {
  findRow,
  lookupInParent,
  LookupQuery,
  present,
  requireRow,
} from './lookup';
import { Dialect } from './release';
import { ListOptions } from './table';
import { Artifact, ArtifactType, Page } from './types';

const TYPES: readonly ArtifactType[] = [
  'model-artifact',
  'doc-artifact',
  'dataset-artifact',
  'metric',
  'parameter',
];

/** Which artifacts a list shows. */
export interface ArtifactScope {
  readonly versionId?: string;
  readonly artifactType?: string;
}

/** Artifacts of versions, and those that belong to none. */
export interface ArtifactOperations {
  /**
   * Creates an artifact, or updates the one whose `id` is given. In a version
   * the state stays absent unless given; without one it is UNKNOWN.
   */
  upsertArtifact(input: ArtifactInput, versionId?: string): Artifact;
  patchArtifact(id: string, patch: ArtifactPatch): Artifact;
  /** @param type - when given, any other type is 404 */
  getArtifact(id: string, type?: ArtifactType): Artifact;
  findArtifact(query: LookupQuery, type?: ArtifactType): Artifact;
  listArtifacts(options?: ListOptions, scope?: ArtifactScope): Page<Artifact>;
}

export function artifactOperations(
  tables: Tables,
  dialect: Dialect,
): ArtifactOperations {
  const { artifacts } = tables;
  return {
    upsertArtifact(input, versionId) {
      const { id, ...fields } = input;
      checkProperties(fields.customProperties);
      const artifactType = requireType(fields.artifactType);
      if (id !== undefined) {
        const row = requireRow(artifacts, id, 'artifact');
        if (row.value.artifactType !== artifactType) {
          throw badRequest(
            `artifact with id ${id} is not a ${words(artifactType)}`,
          );
        }
        const name = row.value.name;
        const merged = { ...row.value, ...present(fields), artifactType, name };
        return artifacts.update(row.id, merged);
      }
      const parent =
        versionId === undefined
          ? undefined
          : parseId(versionId, 'model version');
      const name = fields.name ?? randomUUID();
      const state =
        parent === undefined && dialect.fillsState
          ? { state: 'UNKNOWN' as const }
          : {};
      return artifacts.insert(
        { ...state, ...present(fields), artifactType, name },
        `${parent ?? randomUUID()}:${name}`,
        parent,
      );
    },
    patchArtifact(id, patch) {
      checkProperties(patch.customProperties);
      const row = requireRow(artifacts, id, 'artifact');
      const { artifactType } = row.value;
      return artifacts.update(row.id, {
        ...row.value,
        ...present(patch),
        artifactType,
      });
    },
    getArtifact(id, type) {
      const artifact = requireRow(artifacts, id, 'artifact').value;
      if (type !== undefined && artifact.artifactType !== type) {
        throw notFound(`artifact with id ${id} is not a ${words(type)}`);
      }
      return artifact;
    },
    findArtifact: (query, type) => findArtifact(tables, query, type),
    listArtifacts: (options = {}, scope = {}) =>
      artifacts.list(options, {
        parentId:
          scope.versionId === undefined
            ? undefined
            : parseId(scope.versionId, 'model version'),
        where: scope.artifactType
          ? row => row.value.artifactType === scope.artifactType
          : undefined,
      }),
  };
}

function findArtifact(
  { artifacts }: Tables,
  query: LookupQuery,
  type?: ArtifactType,
): Artifact {
  const { name, parent, externalId, storedName } = lookupInParent(query);
  const parameters = `name=${storedName ?? name ?? ''}, modelVersionId=${
    parent ?? ''
  }, externalId=${externalId ?? ''}`;
  const found = findRow(
    artifacts,
    { storedName, externalId },
    {
      found: type ? `${words(type)}s` : 'artifacts',
      parameters,
      supply: '(artifactName and modelVersionId), or externalId',
    },
  );
  if (type !== undefined && found.artifactType !== type) {
    throw notFound(`artifact with ${parameters} is not a ${words(type)}`);
  }
  return found;
}

function requireType(text: string | undefined): ArtifactType {
  const type = TYPES.find(candidate => candidate === text);
  if (!type) {
    throw badRequest(
      'invalid artifact type, must be either ModelArtifact, DocArtifact, DataSet, Metric, or Parameter',
    );
  }
  return type;
}

const words = (type: ArtifactType) => type.replace('-', ' ');
