import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod/v4';
import {
  fieldsOf,
  type FieldSet,
  fromFieldsV1,
  toFieldsV1,
  valueAt,
} from './fieldSet';
import type { JsonObject, StoredObject } from '../object';

/** Who owns which fields of an object, and by which kind of write. */
export interface Manager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource?: string;
  readonly time?: string;
  readonly fields: FieldSet;
}

const entrySchema = z.looseObject({
  manager: z.string(),
  operation: z.enum(['Apply', 'Update']),
  apiVersion: z.string(),
  subresource: z.string().optional(),
  time: z.string().optional(),
  fieldsV1: z.unknown(),
});

/** Of an object that has never been applied: whoever wrote it owns all of it. */
const BEFORE = 'before-first-apply';

/** The owners as the object itself says. */
export function managersOf(object: StoredObject): Manager[] {
  const parsed = z
    .array(entrySchema)
    .safeParse(object.metadata.managedFields ?? []);
  const entries = parsed.success ? parsed.data : [];
  return entries.map(({ manager, fieldsV1, ...rest }) => ({
    ...rest,
    name: manager,
    fields: fromFieldsV1(fieldsV1),
  }));
}

/** As {@link managersOf}; an object without owners gets one that has all. */
export function managersBeforeApply(object: StoredObject): Manager[] {
  const managers = managersOf(object);
  return managers.length > 0
    ? managers
    : [
        {
          name: BEFORE,
          operation: 'Update',
          apiVersion: object.apiVersion,
          fields: fieldsOf(object),
        },
      ];
}

/** For `metadata.managedFields`; owners of nothing are left out. */
export function toManagedFields(managers: readonly Manager[]): JsonObject[] {
  return managers
    .filter(({ fields }) => fields.size > 0)
    .map(({ name, fields, ...rest }) => ({
      manager: name,
      ...rest,
      fieldsType: 'FieldsV1',
      fieldsV1: toFieldsV1(fields),
    }));
}

export const sameManager = (
  a: Pick<Manager, 'name' | 'operation' | 'subresource'>,
  b: Pick<Manager, 'name' | 'operation' | 'subresource'>,
): boolean =>
  a.name === b.name &&
  a.operation === b.operation &&
  a.subresource === b.subresource;

const difference = (fields: FieldSet, taken: FieldSet) =>
  new Set([...fields].filter(path => !taken.has(path)));

/** Takes fields away from all owners but one. */
export function takenFrom(
  managers: readonly Manager[],
  taken: FieldSet,
  keeper: Pick<Manager, 'name' | 'operation' | 'subresource'>,
): Manager[] {
  return managers.map(manager =>
    sameManager(manager, keeper)
      ? manager
      : { ...manager, fields: difference(manager.fields, taken) },
  );
}

/** The owners after a write that is no apply: what it changed is its own, what is gone is nobody's. */
function managersAfterUpdate(
  before: StoredObject,
  after: Readonly<JsonObject>,
  own: Omit<Manager, 'fields'>,
): Manager[] {
  const all = fieldsOf(after);
  const changed = new Set(
    [...all].filter(
      path => !isDeepStrictEqual(valueAt(before, path), valueAt(after, path)),
    ),
  );
  const gone = difference(fieldsOf(before), all);
  const managers = managersOf(before);
  if (changed.size + gone.size === 0) {
    return managers;
  }
  const mine = managers.find(one => sameManager(one, own))?.fields ?? [];
  const rest = managers
    .filter(one => !sameManager(one, own))
    .map(one => ({
      ...one,
      fields: difference(one.fields, new Set([...changed, ...gone])),
    }));
  const kept = difference(new Set([...mine, ...changed]), gone);
  return [...rest, { ...own, fields: kept }];
}

/** Who is said to write. */
export interface Ownership {
  readonly scope: 'main' | 'status';
  /** Name of who updates. */
  readonly manager?: string;
  /** Of an apply, which knows them already. */
  readonly managedFields?: readonly JsonObject[];
}

/** The object with its owners; one that was never applied has none. */
export function withOwners(
  before: StoredObject,
  after: StoredObject,
  { scope, manager = 'unknown', managedFields }: Ownership,
): StoredObject {
  const hasOwners = before.metadata.managedFields !== undefined;
  if (!managedFields && !hasOwners) {
    return after;
  }
  const fields =
    managedFields ??
    toManagedFields(
      managersAfterUpdate(before, after, {
        name: manager,
        operation: 'Update',
        apiVersion: before.apiVersion,
        ...(scope === 'status' ? { subresource: 'status' } : {}),
      }),
    );
  return { ...after, metadata: { ...after.metadata, managedFields: fields } };
}
