import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  type IncomingObject,
  type JsonObject,
  omit,
  type StoredObject,
} from '../object';
import type { ObjectStore } from '../ObjectStore';
import { type ResourceType, apiVersionOf, typeOfKind } from '../resources';
import { alreadyExists, badRequest, failure, notFound } from '../status';
import { type Ownership, withOwners } from './managers';
import { normalised } from './normalise';
import { checkUpdate } from './preconditions';
import { validateObject } from './validation';

/** Where objects of a kind are: `namespace` is absent for cluster-wide kinds. */
export interface CollectionPlace {
  readonly type: ResourceType;
  readonly namespace?: string;
}

/** Where one object is. */
export interface ObjectPlace extends CollectionPlace {
  readonly name: string;
}

/** What writes need of the store. */
export type WritableStore = Pick<
  ObjectStore,
  'get' | 'list' | 'write' | 'remove'
>;

/** What the write functions need: a store, perhaps one that only pretends, and the time. */
export interface WriterLike {
  readonly store: WritableStore;
  readonly now: () => Date;
}

/** Writes to the store itself. */
export interface Writer extends WriterLike {
  readonly store: ObjectStore;
}

const SUFFIX = 'bcdfghjklmnpqrstvwxz2456789';

function generatedName(prefix: string): string {
  const random = randomUUID().replaceAll('-', '');
  let suffix = '';
  for (let i = 0; i < 5; i += 1) {
    suffix += SUFFIX[parseInt(random.slice(i * 2, i * 2 + 2), 16) % 27];
  }
  return `${prefix.slice(0, 58)}${suffix}`;
}

/** RFC 3339 in whole seconds, as Kubernetes writes times. */
export function timestamp(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

function checkNamespace(
  writer: WriterLike,
  { type, namespace }: CollectionPlace,
  incoming: IncomingObject,
): void {
  if (!type.namespaced || namespace === undefined) {
    return;
  }
  if (
    incoming.metadata.namespace &&
    incoming.metadata.namespace !== namespace
  ) {
    throw badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  }
  const namespaces = typeOfKind('Namespace');
  if (!writer.store.get(namespaces, undefined, namespace)) {
    throw notFound(namespaces, namespace);
  }
}

/** POST: names it, stamps it, and refuses what exists. */
export function createObject(
  writer: WriterLike,
  place: CollectionPlace,
  raw: IncomingObject,
): StoredObject {
  const { type, namespace } = place;
  const incoming = normalised(type, raw);
  checkNamespace(writer, place, incoming);
  const name =
    incoming.metadata.name ||
    (incoming.metadata.generateName
      ? generatedName(incoming.metadata.generateName)
      : '');
  const named = { ...incoming, metadata: { ...incoming.metadata, name } };
  validateObject(type, named);
  if (incoming.metadata.resourceVersion) {
    throw failure({
      code: 500,
      message: 'resourceVersion should not be set on objects to be created',
    });
  }
  if (writer.store.get(type, namespace, name)) {
    throw alreadyExists(type, name);
  }
  return writer.store.write(type, resourceVersion => ({
    ...omit(named, type.custom ? ['status'] : []),
    ...defaultsOf(type, named, writer.now()),
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    metadata: {
      ...withoutServerFields(named.metadata),
      name,
      ...(type.namespaced ? { namespace } : {}),
      uid: randomUUID(),
      resourceVersion,
      ...(type.custom || type.plural === 'customresourcedefinitions'
        ? { generation: 1 }
        : {}),
      creationTimestamp: timestamp(writer.now()),
    },
  }));
}

function withoutServerFields(metadata: IncomingObject['metadata']): JsonObject {
  return omit(metadata, [
    'managedFields',
    'selfLink',
    'deletionTimestamp',
    'generation',
  ]);
}

function defaultsOf(
  type: ResourceType,
  object: IncomingObject,
  now: Date,
): JsonObject {
  if (type.kind === 'Namespace') {
    return {
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    };
  }
  if (type.kind === 'Secret') {
    return { type: object.type ?? 'Opaque' };
  }
  if (type.kind === 'CustomResourceDefinition') {
    const condition = { status: 'True', lastTransitionTime: timestamp(now) };
    return {
      status: {
        conditions: [
          { ...condition, type: 'NamesAccepted', reason: 'NoConflicts' },
          { ...condition, type: 'Established', reason: 'InitialNamesAccepted' },
        ],
      },
    };
  }
  return {};
}

/** A PUT's object and which half of the stored one it may change. */
export interface Replacement extends Ownership {
  readonly object: IncomingObject;
  readonly scope: 'main' | 'status';
}

/** PUT. A stale resourceVersion is 409; writing what is there already changes nothing. */
export function replaceObject(
  writer: WriterLike,
  place: ObjectPlace,
  replacement: Replacement,
): StoredObject {
  const { type, namespace, name } = place;
  const incoming = normalised(type, replacement.object);
  if (incoming.metadata.name && incoming.metadata.name !== name) {
    throw badRequest(
      `the name of the object (${incoming.metadata.name}) does not match the name on the URL (${name})`,
    );
  }
  checkNamespace(writer, place, incoming);
  const current = writer.store.get(type, namespace, name);
  if (!current) {
    throw notFound(type, name);
  }
  checkUpdate(type, current, incoming);
  const next = withOwners(
    current,
    merged(type, current, { object: incoming, scope: replacement.scope }),
    replacement,
  );
  validateObject(type, next);
  if (isDeepStrictEqual(withoutAbsent(next), withoutAbsent(current))) {
    return current;
  }
  if (current.metadata.deletionTimestamp && !next.metadata.finalizers?.length) {
    writer.store.remove(type, next);
    return next;
  }
  const bump = type.custom && contentDiffers(current, next);
  return writer.store.write(type, resourceVersion => ({
    ...next,
    metadata: {
      ...next.metadata,
      resourceVersion,
      ...(bump ? { generation: (current.metadata.generation ?? 1) + 1 } : {}),
    },
  }));
}

/** The server's own fields stay; with a status subresource each scope leaves the other half alone. */
function merged(
  type: ResourceType,
  current: StoredObject,
  { object: incoming, scope }: Replacement,
): StoredObject {
  if (scope === 'status') {
    return { ...current, status: incoming.status };
  }
  const { uid, resourceVersion, creationTimestamp, generation, namespace } =
    current.metadata;
  const kept = type.status ? current.status : incoming.status;
  return {
    ...omit(incoming, ['status']),
    ...(kept === undefined ? {} : { status: kept }),
    apiVersion: current.apiVersion,
    kind: current.kind,
    metadata: {
      ...withoutServerFields(incoming.metadata),
      name: current.metadata.name,
      ...(namespace === undefined ? {} : { namespace }),
      uid,
      resourceVersion,
      ...(generation === undefined ? {} : { generation }),
      creationTimestamp,
      ...(current.metadata.deletionTimestamp
        ? { deletionTimestamp: current.metadata.deletionTimestamp }
        : {}),
    },
  };
}

function withoutAbsent(object: JsonObject): unknown {
  return JSON.parse(JSON.stringify(object));
}

function contentDiffers(a: StoredObject, b: StoredObject): boolean {
  const aside = ['metadata', 'status'];
  return !isDeepStrictEqual(
    withoutAbsent(omit(a, aside)),
    withoutAbsent(omit(b, aside)),
  );
}
