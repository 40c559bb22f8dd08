import type { IncomingObject, StoredObject } from '../object';
import type { ResourceType } from '../resources';
import { conflict, invalid } from '../status';

/** Refuses an update of another object than the stored one, or of an older state of it. */
export function checkUpdate(
  type: ResourceType,
  current: StoredObject,
  incoming: IncomingObject,
): void {
  const { uid, resourceVersion } = incoming.metadata;
  const { name } = current.metadata;
  if (!resourceVersion && type.custom) {
    // The handler of custom resources names the plural here, where others name the kind.
    throw invalid({ ...type, kind: type.plural }, name, [
      {
        reason: 'FieldValueInvalid',
        message: 'Invalid value: 0: must be specified for an update',
        field: 'metadata.resourceVersion',
      },
    ]);
  }
  if (uid && uid !== current.metadata.uid) {
    throw conflict(
      type,
      name,
      `StorageError: invalid object, Code: 4, Key: ${storageKey(
        type,
        current,
      )}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${
        current.metadata.uid
      }`,
    );
  }
  if (resourceVersion && resourceVersion !== current.metadata.resourceVersion) {
    throw conflict(type, name);
  }
}

function storageKey(type: ResourceType, object: StoredObject): string {
  const { namespace, name } = object.metadata;
  return [
    '/registry',
    type.custom ? type.group : '',
    type.plural,
    namespace,
    name,
  ]
    .filter(Boolean)
    .join('/');
}

/** The preconditions of DeleteOptions. */
export interface DeletePreconditions {
  readonly uid?: string;
  readonly resourceVersion?: string;
}

/** Refuses to delete another object than the one that the client saw. */
export function checkDelete(
  type: ResourceType,
  current: StoredObject,
  { uid, resourceVersion }: DeletePreconditions,
): void {
  const { metadata } = current;
  // Deletions name the kind where updates name the plural.
  const named = { ...type, plural: type.kind };
  if (uid && uid !== metadata.uid) {
    throw conflict(
      named,
      metadata.name,
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`,
    );
  }
  if (resourceVersion && resourceVersion !== metadata.resourceVersion) {
    throw conflict(
      named,
      metadata.name,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`,
    );
  }
}
