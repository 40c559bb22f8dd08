import { FieldAccess, FieldResolver, StoredValue } from './filter';
import { Row } from './table';
import { MetadataValue } from './types';

/** Which properties of a kind a filterQuery knows; all others are custom. */
export interface FieldNames {
  /** Stored as `parent:name`, which changes how `name=` compares. */
  readonly isChild: boolean;
  readonly strings: readonly string[];
  readonly integers: readonly string[];
}

const ARTIFACT_STATES: Record<string, number> = {
  UNKNOWN: 0,
  PENDING: 1,
  LIVE: 2,
  MARKED_FOR_DELETION: 3,
  DELETED: 4,
  ABANDONED: 5,
  REFERENCE: 6,
};

/** How the filterQuery of one kind of row finds its properties. */
export function fieldResolver<F>(names: FieldNames): FieldResolver<Row<F>> {
  const known = new Map<string, FieldAccess<Row<F>>>([
    ['id', { kind: 'column', type: 'int', read: row => row.id }],
    [
      'createTimeSinceEpoch',
      { kind: 'column', type: 'int', read: row => row.created },
    ],
    [
      'lastUpdateTimeSinceEpoch',
      { kind: 'column', type: 'int', read: row => row.updated },
    ],
    [
      'name',
      names.isChild
        ? { kind: 'childName', read: row => row.storedName }
        : { kind: 'column', type: 'string', read: row => row.storedName },
    ],
  ]);
  for (const name of ['externalId', ...names.strings]) {
    known.set(name, {
      kind: 'column',
      type: 'string',
      read: row => textField(row.value, name),
    });
  }
  for (const name of names.integers) {
    known.set(name, {
      kind: 'column',
      type: 'int',
      read: row => numberField(row.value, name),
    });
  }
  return property =>
    known.get(property) ?? {
      kind: 'custom',
      read: row => customValues(row.value, property),
    };
}

/** Artifacts store their state as a number, so an unknown name matches none. */
export function artifactResolver<F>(names: FieldNames): FieldResolver<Row<F>> {
  const others = fieldResolver<F>(names);
  return property =>
    property === 'state'
      ? {
          kind: 'column',
          type: 'int',
          encode: text => ARTIFACT_STATES[text] ?? -1,
          read: row => {
            const state = textField(row.value, 'state');
            return state === undefined ? undefined : ARTIFACT_STATES[state];
          },
        }
      : others(property);
}

function textField(value: object, name: string): string | undefined {
  const field: unknown = Reflect.get(value, name);
  return typeof field === 'string' ? field : undefined;
}

function numberField(value: object, name: string): number | undefined {
  const text = textField(value, name);
  return text === undefined ? undefined : Number(text);
}

/** Plain text fields (description, provider...) are found like custom ones. */
function customValues(
  value: { readonly customProperties: Record<string, MetadataValue> },
  name: string,
): readonly StoredValue[] {
  const custom = Object.hasOwn(value.customProperties, name)
    ? value.customProperties[name]
    : undefined;
  const field = textField(value, name);
  return [
    ...(custom ? [toStoredValue(custom)] : []),
    ...(field === undefined ? [] : [{ type: 'string', value: field } as const]),
  ];
}

/** The value column that a typed property is stored in. */
export function toStoredValue(value: MetadataValue): StoredValue {
  switch (value.metadataType) {
    case 'MetadataIntValue':
      return { type: 'int', value: Number(value.int_value) };
    case 'MetadataDoubleValue':
      return { type: 'double', value: value.double_value };
    case 'MetadataBoolValue':
      return { type: 'bool', value: value.bool_value };
    case 'MetadataStringValue':
      return { type: 'string', value: value.string_value };
    case 'MetadataStructValue':
      return { type: 'string', value: value.struct_value };
    default:
      return { type: 'string', value: value.proto_value };
  }
}
