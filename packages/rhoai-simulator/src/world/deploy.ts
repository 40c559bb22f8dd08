import type { IncomingObject, StoredObject } from '../kubernetes/object';
import { typeOfKind } from '../kubernetes/resources';
import { createObject, type Writer } from '../kubernetes/writing/writes';
import {
  MODEL_ID_LABEL,
  REGISTRY_LABEL,
  VERSION_ID_LABEL,
} from '../controller/registryLink';
import type { RegistryState } from '../registry';
import type { World, WorldServer } from './schema';

/** Creates the namespaces of a world as OpenShift AI projects. */
export function createNamespaces(writer: Writer, world: World): void {
  const type = typeOfKind('Namespace');
  for (const namespace of world.namespaces) {
    createObject(
      writer,
      { type },
      {
        metadata: {
          name: namespace.name,
          labels: { 'opendatahub.io/dashboard': 'true' },
          annotations: {
            'openshift.io/display-name':
              namespace.displayName ?? namespace.name,
            'openshift.io/description': namespace.description ?? '',
          },
        },
      },
    );
  }
}

/** Labels that tie a deployment to the registry, as the dashboard sets them. Throws when model or version is not registered. */
export function registryLabels(
  registry: RegistryState,
  registryName: string,
  server: WorldServer,
): Record<string, string> {
  if (!server.model) {
    return {};
  }
  const model = registry.findModel({ name: server.model });
  const version = server.version
    ? registry.findVersion({ name: server.version, parentResourceId: model.id })
    : undefined;
  return {
    [REGISTRY_LABEL]: registryName,
    [MODEL_ID_LABEL]: model.id,
    ...(version ? { [VERSION_ID_LABEL]: version.id } : {}),
  };
}

/** Creates the deployment; the controller does the rest. */
export function createDeployment(
  writer: Writer,
  server: WorldServer,
  labels: Readonly<Record<string, string>>,
): StoredObject {
  return createObject(
    writer,
    { type: typeOfKind(server.kind), namespace: server.namespace },
    {
      metadata: metadataOf(server, labels),
      spec:
        server.kind === 'LLMInferenceService'
          ? llmSpec(server)
          : predictorSpec(server),
    },
  );
}

/** The annotation's values as RHOAI 2.x writes them; `status.deploymentMode` has the newer words. */
const MODES = {
  Standard: 'RawDeployment',
  Knative: 'Serverless',
  ModelMesh: 'ModelMesh',
} as const;

function metadataOf(
  server: WorldServer,
  labels: Readonly<Record<string, string>>,
): IncomingObject['metadata'] {
  return {
    name: server.name,
    namespace: server.namespace,
    labels: {
      'opendatahub.io/dashboard': 'true',
      ...(server.exposed
        ? { 'networking.kserve.io/visibility': 'exposed' }
        : {}),
      ...labels,
      ...server.labels,
    },
    annotations: {
      'openshift.io/display-name': server.displayName ?? server.name,
      ...(server.description
        ? { 'openshift.io/description': server.description }
        : {}),
      'security.opendatahub.io/enable-auth': String(server.auth),
      'serving.kserve.io/deploymentMode': MODES[server.mode],
      ...(server.state === 'stopped'
        ? { 'serving.kserve.io/stop': 'true' }
        : {}),
      ...server.annotations,
    },
  };
}

function predictorSpec(server: WorldServer) {
  return {
    predictor: {
      automountServiceAccountToken: false,
      minReplicas: server.state === 'scaled-to-zero' ? 0 : 1,
      maxReplicas: 1,
      ...(server.auth ? { serviceAccountName: `${server.name}-sa` } : {}),
      model: {
        modelFormat: { name: server.format },
        runtime: server.runtime ?? server.name,
        storageUri: server.storageUri,
        ...(server.protocolVersion
          ? { protocolVersion: server.protocolVersion }
          : {}),
        ...(server.args.length > 0 ? { args: server.args } : {}),
      },
    },
  };
}

function llmSpec(server: WorldServer) {
  const flag = '--served-model-name=';
  const served = server.args.find(arg => arg.startsWith(flag));
  return {
    model: {
      uri: server.storageUri,
      ...(served ? { name: served.slice(flag.length) } : {}),
    },
    replicas: server.state === 'scaled-to-zero' ? 0 : 1,
    router: { gateway: {}, route: {}, scheduler: {} },
  };
}
