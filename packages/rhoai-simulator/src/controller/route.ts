import type { StoredObject } from '../kubernetes/object';
import { isServed } from '../kubernetes/discovery';
import { typeOfKind } from '../kubernetes/resources';
import { createObject, type Writer } from '../kubernetes/writing/writes';
import type { ModelServerUrls } from '../modelServers/ModelServerPool';

/** Makes the Route of an exposed InferenceService, owned by it. */
export function syncRoute(
  writer: Writer,
  object: StoredObject,
  urls: ModelServerUrls,
): void {
  const type = typeOfKind('Route');
  const { namespace, name, uid } = object.metadata;
  const exposed =
    object.metadata.labels?.['networking.kserve.io/visibility'] === 'exposed';
  if (
    !exposed ||
    !isServed(writer.store, type) ||
    writer.store.get(type, namespace, name)
  ) {
    return;
  }
  createObject(
    writer,
    { type, namespace },
    {
      metadata: {
        name,
        labels: { 'inferenceservice-name': name },
        ownerReferences: [
          {
            apiVersion: object.apiVersion,
            kind: object.kind,
            name,
            uid,
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      spec: {
        host: new URL(urls.url).host,
        to: { kind: 'Service', name: `${name}-predictor`, weight: 100 },
        port: { targetPort: 'http' },
      },
    },
  );
}

/** Removes the Route of a deployment that is gone: the simulator has no garbage collector. */
export function removeRoute(writer: Writer, object: StoredObject): void {
  const type = typeOfKind('Route');
  const { namespace, name } = object.metadata;
  const route = writer.store.get(type, namespace, name);
  if (route?.metadata.labels?.['inferenceservice-name'] === name) {
    writer.store.remove(type, route);
  }
}
