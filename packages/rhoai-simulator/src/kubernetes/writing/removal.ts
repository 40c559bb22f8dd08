import { type ObjectPlace, timestamp, type WriterLike } from './writes';
import type { StoredObject } from '../object';
import {
  type ResourceType,
  definitionName,
  RESOURCE_TYPES,
} from '../resources';
import { checkDelete, type DeletePreconditions } from './preconditions';
import { notFound } from '../status';

/**
 * DELETE. With finalizers the object stays with a deletionTimestamp until they
 * are gone; `removed` says which of the two happened.
 */
export function deleteObject(
  writer: WriterLike,
  place: ObjectPlace,
  preconditions: DeletePreconditions = {},
): { readonly object: StoredObject; readonly removed: boolean } {
  const { type, namespace, name } = place;
  const current = writer.store.get(type, namespace, name);
  if (!current) {
    throw notFound(type, name);
  }
  checkDelete(type, current, preconditions);
  if (current.metadata.finalizers?.length) {
    if (current.metadata.deletionTimestamp) {
      return { object: current, removed: false };
    }
    const object = writer.store.write(type, version => ({
      ...current,
      metadata: {
        ...current.metadata,
        resourceVersion: version,
        deletionTimestamp: timestamp(writer.now()),
        deletionGracePeriodSeconds: 0,
        ...(current.metadata.generation === undefined
          ? {}
          : { generation: current.metadata.generation + 1 }),
      },
    }));
    return { object, removed: false };
  }
  writer.store.remove(type, current);
  removeContents(writer, type, name);
  return { object: current, removed: true };
}

/** A definition takes its objects with it, a namespace everything in it. */
function removeContents(
  writer: WriterLike,
  type: ResourceType,
  name: string,
): void {
  for (const other of RESOURCE_TYPES) {
    const namespace = type.kind === 'Namespace' ? name : undefined;
    const goes =
      type.kind === 'Namespace'
        ? other.namespaced
        : type.kind === 'CustomResourceDefinition' &&
          definitionName(other) === name;
    for (const object of goes ? writer.store.list(other, namespace) : []) {
      writer.store.remove(other, object);
    }
  }
}
