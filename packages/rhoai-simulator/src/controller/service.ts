import { isServed } from '../kubernetes/discovery';
import type { StoredObject } from '../kubernetes/object';
import { typeOfKind } from '../kubernetes/resources';
import { createObject, type Writer } from '../kubernetes/writing/writes';
import { type DeploymentState, deploymentModeOf } from './status';

/** What the name, labels and port of a model server's Service are. */
interface ServiceShape {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly port: Readonly<Record<string, unknown>>;
}

function shapeOf({ kind, metadata }: StoredObject): ServiceShape {
  const { name } = metadata;
  return kind === 'LLMInferenceService'
    ? {
        name: `${name}-kserve-workload-svc`,
        labels: {
          'app.kubernetes.io/component': 'llminferenceservice-workload',
          'app.kubernetes.io/name': name,
        },
        port: { name: 'https', port: 8000, targetPort: 8000 },
      }
    : {
        name: `${name}-predictor`,
        labels: {
          component: 'predictor',
          'serving.kserve.io/inferenceservice': name,
        },
        port: { name: 'http', port: 80, targetPort: 8080 },
      };
}

/** Where a token is asked for, a proxy listens beside the model. */
const TOKEN_PORT = { name: 'https', port: 8443, targetPort: 8443 };

const isProtected = ({ kind, metadata }: StoredObject) =>
  kind === 'InferenceService' &&
  metadata.annotations?.['security.opendatahub.io/enable-auth'] === 'true';

/**
 * Makes the headless Service of a model server, as OpenShift AI's usual settings
 * have it; a stopped one has none. Only in clusters with 3scale's kinds, where
 * its address is what a gateway is told: nothing answers under that name here.
 */
export function syncService(
  writer: Writer,
  object: StoredObject,
  state: DeploymentState,
): void {
  const { namespace, name, uid } = object.metadata;
  const type = typeOfKind('Service');
  if (state === 'stopped') {
    removeService(writer, object);
    return;
  }
  const shape = shapeOf(object);
  const isRaw =
    object.kind === 'LLMInferenceService' ||
    deploymentModeOf(object) === 'Standard';
  if (
    !isRaw ||
    !isServed(writer.store, typeOfKind('Product')) ||
    writer.store.get(type, namespace, shape.name)
  ) {
    return;
  }
  const { apiVersion, kind } = object;
  const owner = { apiVersion, kind, name, uid, controller: true };
  createObject(
    writer,
    { type, namespace },
    {
      metadata: {
        name: shape.name,
        labels: { ...shape.labels },
        ownerReferences: [owner],
      },
      spec: {
        clusterIP: 'None',
        type: 'ClusterIP',
        ports: [
          ...(isProtected(object) ? [TOKEN_PORT] : []),
          { ...shape.port, protocol: 'TCP' },
        ],
      },
    },
  );
}

/** Removes the Service of a deployment that is gone: the simulator has no garbage collector. */
export function removeService(writer: Writer, object: StoredObject): void {
  const type = typeOfKind('Service');
  const { namespace, name } = object.metadata;
  const service = writer.store.get(type, namespace, shapeOf(object).name);
  const owners = service?.metadata.ownerReferences;
  const isIts =
    Array.isArray(owners) && owners.some(owner => owner?.name === name);
  if (service && isIts) {
    writer.store.remove(type, service);
  }
}
