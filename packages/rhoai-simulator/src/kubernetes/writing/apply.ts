import { isDeepStrictEqual } from 'node:util';
import { fieldsOf, stepsOf, valueAt, without } from './fieldSet';
import {
  type Manager,
  managersBeforeApply,
  sameManager,
  takenFrom,
  toManagedFields,
} from './managers';
import {
  type IncomingObject,
  isJsonObject,
  type JsonObject,
  omit,
  type StoredObject,
} from '../object';
import { normalised } from './normalise';
import { apiVersionOf } from '../resources';
import { badRequest, failure, groupResource } from '../status';
import {
  createObject,
  type ObjectPlace,
  replaceObject,
  timestamp,
  type WriterLike,
} from './writes';

/** What a server-side apply says besides where. */
export interface Application {
  readonly object: IncomingObject;
  readonly manager: string;
  readonly force: boolean;
}

/** Maps are joined, everything else is replaced. */
function joined(below: unknown, above: unknown): unknown {
  if (!isJsonObject(below) || !isJsonObject(above)) {
    return above;
  }
  const all: JsonObject = { ...below };
  for (const [key, value] of Object.entries(above)) {
    all[key] = key in below ? joined(below[key], value) : value;
  }
  return all;
}

const shownPath = (path: string) => `.${stepsOf(path).join('.')}`;

/** Refuses, with 409, to change what somebody else owns. */
function refuseConflicts(
  conflicts: readonly { manager: Manager; path: string }[],
): void {
  if (conflicts.length === 0) {
    return;
  }
  const causes = conflicts.map(({ manager, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with "${manager.name}" using ${manager.apiVersion}`,
    field: shownPath(path),
  }));
  const count = causes.length;
  const [first] = causes;
  const text =
    count === 1 && first
      ? `Apply failed with 1 conflict: ${first.message}: ${first.field}`
      : `Apply failed with ${count} conflicts: ${causes
          .map(({ message, field }) => `${message}: ${field}`)
          .join(', ')}`;
  throw failure({
    code: 409,
    reason: 'Conflict',
    message: text,
    details: { causes },
  });
}

function conflictsOf(
  current: StoredObject,
  applied: JsonObject,
  { managers, own }: { managers: readonly Manager[]; own: Manager },
): { manager: Manager; path: string }[] {
  const changed = [...own.fields].filter(
    path => !isDeepStrictEqual(valueAt(current, path), valueAt(applied, path)),
  );
  return managers
    .filter(manager => !sameManager(manager, own))
    .flatMap(manager =>
      changed
        .filter(path => manager.fields.has(path))
        .map(path => ({ manager, path })),
    );
}

/** What the manager applied before, applies no longer, and nobody else owns. */
function droppedBy(managers: readonly Manager[], own: Manager): Set<string> {
  const before = managers.find(one => sameManager(one, own))?.fields;
  const owned = new Set(
    managers
      .filter(one => !sameManager(one, own))
      .flatMap(({ fields }) => [...fields]),
  );
  return new Set(
    [...(before ?? [])].filter(
      path => !own.fields.has(path) && !owned.has(path),
    ),
  );
}

/** The times of owners alone are no change. */
function withKeptTime(
  own: Manager,
  managers: readonly Manager[],
  isChange: boolean,
): Manager {
  const before = managers.find(one => sameManager(one, own));
  return before && !isChange && isDeepStrictEqual(before.fields, own.fields)
    ? before
    : own;
}

function change(
  writer: WriterLike,
  place: ObjectPlace,
  { current, applied, own, force }: Changing,
): StoredObject {
  const managers = managersBeforeApply(current);
  const conflicts = conflictsOf(current, applied, { managers, own });
  if (!force) {
    refuseConflicts(conflicts);
  }
  const lost = new Set(conflicts.map(({ path }) => path));
  const plain = { ...current, metadata: omit(current.metadata, [MANAGED]) };
  const next = without(
    { ...plain, ...asObject(joined(plain, applied)) },
    droppedBy(managers, own),
  );
  const isChange = !isDeepStrictEqual(next, plain);
  const others = takenFrom(managers, lost, own).filter(
    one => !sameManager(one, own),
  );
  const managedFields = toManagedFields([
    withKeptTime(own, managers, isChange),
    ...others,
  ]);
  const metadata = isJsonObject(next.metadata) ? next.metadata : {};
  const object: IncomingObject = {
    ...next,
    metadata: {
      ...metadata,
      resourceVersion: current.metadata.resourceVersion,
    },
  };
  return replaceObject(writer, place, { object, scope: 'main', managedFields });
}

interface Changing {
  readonly current: StoredObject;
  readonly applied: JsonObject;
  readonly own: Manager;
  readonly force: boolean;
}

const MANAGED = 'managedFields';

const asObject = (value: unknown): JsonObject =>
  isJsonObject(value) ? value : {};

/** PATCH with `application/apply-patch+yaml`; `isNew` says that it was made by it. */
export function applyObject(
  writer: WriterLike,
  place: ObjectPlace,
  { object: raw, manager, force }: Application,
): { readonly object: StoredObject; readonly isNew: boolean } {
  const { type, namespace, name } = place;
  if (raw.metadata.managedFields !== undefined) {
    throw badRequest('metadata.managedFields must be nil');
  }
  if (raw.metadata.name !== undefined && raw.metadata.name !== name) {
    throw badRequest(
      `the name of the object (${raw.metadata.name}) does not match the name on the URL (${name})`,
    );
  }
  const named = { ...raw, metadata: { ...raw.metadata, name } };
  const incoming = normalised(type, named);
  const applied = omit(incoming, type.status ? ['status'] : []);
  const own: Manager = {
    name: manager,
    operation: 'Apply',
    apiVersion: apiVersionOf(type),
    time: timestamp(writer.now()),
    fields: fieldsOf(applied),
  };
  const current = writer.store.get(type, namespace, name);
  if (current) {
    const changing = { current, applied, own, force };
    return { object: change(writer, place, changing), isNew: false };
  }
  if (raw.metadata.uid) {
    throw failure({
      code: 409,
      reason: 'Conflict',
      message: `${groupResource(type)} "${name}" is not there any more`,
    });
  }
  const stamped = withManagedFields(writer, toManagedFields([own]));
  return { object: createObject(stamped, place, incoming), isNew: true };
}

/** Writes what it is given with these owners. */
function withManagedFields(
  { store, now }: WriterLike,
  managedFields: readonly JsonObject[],
): WriterLike {
  return {
    now,
    store: {
      get: (...args) => store.get(...args),
      list: (...args) => store.list(...args),
      remove: (...args) => store.remove(...args),
      write: (type, make) =>
        store.write(type, version => {
          const object = make(version);
          return { ...object, metadata: { ...object.metadata, managedFields } };
        }),
    },
  };
}
