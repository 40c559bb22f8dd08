import { FieldAccess, FieldResolver, StoredValue } from '../registry/filter';
import { toStoredValue } from '../registry/fields';
import { ModelRow } from './types';

type Access = FieldAccess<ModelRow>;

const textAccess = (read: (row: ModelRow) => string | undefined): Access => ({
  kind: 'column',
  type: 'string',
  read,
});

/** Properties of a catalog model under the names that the database has. */
const KNOWN = new Map<string, Access>([
  ['id', { kind: 'column', type: 'int', read: row => row.id }],
  ['name', textAccess(row => row.model.name)],
  ['source_id', textAccess(row => row.sourceId)],
  ['description', textAccess(row => row.model.description)],
  ['readme', textAccess(row => row.model.readme)],
  ['maturity', textAccess(row => row.model.maturity)],
  ['provider', textAccess(row => row.model.provider)],
  ['logo', textAccess(row => row.model.logo)],
  ['license', textAccess(row => row.model.license)],
  ['license_link', textAccess(row => row.model.licenseLink)],
  ['licenseLink', textAccess(row => row.model.licenseLink)],
  ['library_name', textAccess(row => row.model.libraryName)],
  ['libraryName', textAccess(row => row.model.libraryName)],
  ['language', { kind: 'array', read: row => row.model.language }],
  ['tasks', { kind: 'array', read: row => row.model.tasks }],
  [
    'createTimeSinceEpoch',
    {
      kind: 'column',
      type: 'int',
      read: row => Number(row.model.createTimeSinceEpoch),
    },
  ],
  [
    'lastUpdateTimeSinceEpoch',
    {
      kind: 'column',
      type: 'int',
      read: row => Number(row.model.lastUpdateTimeSinceEpoch),
    },
  ],
]);

/** How a filterQuery on models finds its properties; `artifacts.x` included. */
export const modelField: FieldResolver<ModelRow> = property =>
  KNOWN.get(property) ?? {
    kind: 'custom',
    read: property.startsWith('artifacts.')
      ? row => artifactValues(row, property.slice('artifacts.'.length))
      : row => customValue(row.model.customProperties, property),
  };

function artifactValues(row: ModelRow, name: string): readonly StoredValue[] {
  return row.artifacts.flatMap(({ artifact }) =>
    name === 'uri' && artifact.uri !== undefined
      ? [{ type: 'string' as const, value: artifact.uri }]
      : customValue(artifact.customProperties, name),
  );
}

function customValue(
  properties: ModelRow['model']['customProperties'],
  name: string,
): StoredValue[] {
  const value =
    properties && Object.hasOwn(properties, name)
      ? properties[name]
      : undefined;
  return value ? [toStoredValue(value)] : [];
}
