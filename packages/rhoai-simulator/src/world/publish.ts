import type { IncomingObject } from '../kubernetes/object';
import { isServed } from '../kubernetes/discovery';
import { deleteObject } from '../kubernetes/writing/removal';
import { typeOfKind } from '../kubernetes/resources';
import {
  createObject,
  replaceObject,
  type Writer,
} from '../kubernetes/writing/writes';

/** Where OpenShift AI's operator keeps registries unless it is told otherwise. */
export const REGISTRIES_NAMESPACE = 'rhoai-model-registries';

/** Which objects tell of a registry or catalog; all unless said otherwise. */
export interface Announcement {
  /** The annotation with the address on the Service; RHOAI 2.20 has none without Istio. */
  readonly annotation?: boolean;
  /** A Route with the host. */
  readonly route?: boolean;
  /** The custom resource ModelRegistry; catalogs have none. */
  readonly object?: boolean;
}

/** One registry or catalog and what the operator tells the cluster about it. */
export interface Published {
  readonly component: 'model-registry' | 'model-catalog';
  readonly namespace: string;
  readonly name: string;
  /** `host:port`, and a path where a gateway has one. */
  readonly address: string;
  readonly displayName?: string;
  readonly announced?: Announcement;
}

/** Creates what a connector finds it by: Service, Route and ModelRegistry. */
export function publish(writer: Writer, published: Published): void {
  const { namespace, component, announced = {} } = published;
  const namespaces = typeOfKind('Namespace');
  if (!writer.store.get(namespaces, undefined, namespace)) {
    createObject(
      writer,
      { type: namespaces },
      { metadata: { name: namespace } },
    );
  }
  create(writer, { kind: 'Service', namespace }, service(published));
  if (announced.route !== false) {
    create(writer, { kind: 'Route', namespace }, route(published));
  }
  if (announced.object !== false && component === 'model-registry') {
    const place = { kind: 'ModelRegistry', namespace };
    create(writer, place, registryObject(published));
    setHosts(writer, published);
  }
}

/** Takes all of it away. */
export function unpublish(writer: Writer, published: Published): void {
  const { namespace, name } = published;
  for (const [kind, wanted] of [
    ['Service', name],
    ['Route', `${name}-https`],
    ['ModelRegistry', name],
  ] as const) {
    const type = typeOfKind(kind);
    if (writer.store.get(type, namespace, wanted)) {
      deleteObject(writer, { type, namespace, name: wanted });
    }
  }
}

function create(
  writer: Writer,
  { kind, namespace }: { kind: string; namespace: string },
  object: IncomingObject,
): void {
  const type = typeOfKind(kind);
  if (isServed(writer.store, type)) {
    createObject(writer, { type, namespace }, object);
  }
}

function labelsOf({ name, component }: Published) {
  return {
    app: name,
    component,
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/managed-by': 'model-registry-operator',
  };
}

function service(published: Published): IncomingObject {
  const { name, address, announced = {}, displayName } = published;
  const key = 'routing.opendatahub.io/external-address-rest';
  return {
    metadata: {
      name,
      labels: labelsOf(published),
      annotations: {
        ...(displayName ? { 'openshift.io/display-name': displayName } : {}),
        ...(announced.annotation === false ? {} : { [key]: address }),
      },
    },
    spec: {
      type: 'ClusterIP',
      ports: [{ name: 'https-api', port: 8443, protocol: 'TCP' }],
    },
  };
}

function route(published: Published): IncomingObject {
  const { name, address } = published;
  return {
    metadata: { name: `${name}-https`, labels: labelsOf(published) },
    spec: {
      host: hostOf(address),
      to: { kind: 'Service', name, weight: 100 },
      port: { targetPort: 'https-api' },
      tls: { termination: 'reencrypt' },
    },
  };
}

function registryObject({ name, displayName }: Published): IncomingObject {
  return {
    metadata: {
      name,
      annotations: {
        'openshift.io/display-name': displayName ?? 'Model registry',
      },
    },
    spec: { rest: {}, kubeRBACProxy: {} },
  };
}

function setHosts(writer: Writer, { namespace, name, address }: Published) {
  const type = typeOfKind('ModelRegistry');
  const object = writer.store.get(type, namespace, name);
  if (object) {
    const status = {
      hosts: [hostOf(address)],
      hostsStr: hostOf(address),
      conditions: [{ type: 'Available', status: 'True' }],
    };
    replaceObject(
      writer,
      { type, namespace, name },
      { object: { ...object, status }, scope: 'status' },
    );
  }
}

function hostOf(address: string): string {
  return address.split('/')[0] ?? address;
}
