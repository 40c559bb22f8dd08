import type { IncomingObject } from '../kubernetes/object';
import { isServed } from '../kubernetes/discovery';
import { typeOfKind } from '../kubernetes/resources';
import { createObject, replaceObject, type Writer } from '../kubernetes/writes';

/** What the operators tell the cluster about registry and catalog. */
export interface Published {
  /** Name of the registry. */
  readonly registry: string;
  /** `host:port` of each. */
  readonly registryAddress: string;
  readonly catalogAddress: string;
}

const NAMESPACE = 'rhoai-model-registries';

function create(writer: Writer, kind: string, object: IncomingObject): void {
  const type = typeOfKind(kind);
  if (isServed(writer.store, type)) {
    const namespace = type.namespaced ? NAMESPACE : undefined;
    createObject(writer, { type, namespace }, object);
  }
}

/** Creates what a connector finds registry and catalog by: Services, Routes and the ModelRegistry. */
export function publishEndpoints(writer: Writer, published: Published): void {
  create(writer, 'Namespace', { metadata: { name: NAMESPACE } });
  publish(writer, {
    name: published.registry,
    component: 'model-registry',
    address: published.registryAddress,
  });
  publish(writer, {
    name: 'model-catalog',
    component: 'model-catalog',
    address: published.catalogAddress,
  });
  const name = published.registry;
  create(writer, 'ModelRegistry', {
    metadata: {
      name,
      annotations: { 'openshift.io/display-name': 'Model registry' },
    },
    spec: { rest: {}, kubeRBACProxy: {} },
  });
  setHosts(writer, published);
}

interface Endpoint {
  readonly name: string;
  readonly component: string;
  readonly address: string;
}

function publish(writer: Writer, endpoint: Endpoint): void {
  const { name, component, address } = endpoint;
  const labels = {
    app: name,
    component,
    'app.kubernetes.io/component': component,
    'app.kubernetes.io/managed-by': 'model-registry-operator',
  };
  const annotation = 'routing.opendatahub.io/external-address-rest';
  create(writer, 'Service', {
    metadata: { name, labels, annotations: { [annotation]: address } },
    spec: {
      type: 'ClusterIP',
      ports: [{ name: 'https-api', port: 8443, protocol: 'TCP' }],
    },
  });
  create(writer, 'Route', {
    metadata: { name: `${name}-https`, labels },
    spec: {
      host: address,
      to: { kind: 'Service', name, weight: 100 },
      port: { targetPort: 'https-api' },
      tls: { termination: 'reencrypt' },
    },
  });
}

function setHosts(writer: Writer, { registry, registryAddress }: Published) {
  const type = typeOfKind('ModelRegistry');
  const object = writer.store.get(type, NAMESPACE, registry);
  if (object) {
    const status = {
      hosts: [registryAddress],
      hostsStr: registryAddress,
      conditions: [{ type: 'Available', status: 'True' }],
    };
    replaceObject(
      writer,
      { type, namespace: NAMESPACE, name: registry },
      { object: { ...object, status }, scope: 'status' },
    );
  }
}
