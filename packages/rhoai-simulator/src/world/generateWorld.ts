import { STATIC_LABEL } from '../controller/KserveController';
import { recordDeployment } from '../controller/registryLink';
import { deploymentStatus } from '../controller/status';
import { typeOfKind } from '../kubernetes/resources';
import {
  createObject,
  replaceObject,
  timestamp,
} from '../kubernetes/writing/writes';
import type { Simulator } from '../types';
import { createDeployment, registryLabels } from './deploy';
import { registerModel, registerVersion } from './register';
import { toWorldServer, type WorldServer } from './schema';

/** How large a generated world is. */
export interface GeneratedWorld {
  readonly models: number;
  /** Versions of each model. */
  readonly versions: number;
  /** Deployments, of the first versions in turn; none unless given. */
  readonly deployed?: number;
  /** Catalog models with a card of about 4 KB, each linked from one registered model. */
  readonly cards?: number;
}

const NAMESPACE = 'bench';
const SOURCE = 'bench_models';

/**
 * Fills an empty simulator with many alike models, for benchmarks. Deployments
 * are ready at once and have no model server behind their URL.
 */
export function generateWorld(
  simulator: Simulator,
  size: GeneratedWorld,
): void {
  const { registry, catalog, kubernetes } = simulator;
  const cards = size.cards ?? 0;
  if (cards > 0) {
    catalog.state.setSource({ id: SOURCE, name: 'Benchmark models' });
    for (let i = 0; i < cards; i += 1) {
      catalog.state.putModel(SOURCE, catalogModel(i));
    }
  }
  for (let i = 0; i < size.models; i += 1) {
    const model = registerModel(registry.state, {
      name: modelName(i),
      description: `Model ${i} of the benchmark`,
      owner: `team-${i % 20}`,
    });
    for (let v = 0; v < size.versions; v += 1) {
      registerVersion(registry.state, model, generatedVersion(i, v, cards));
    }
  }
  const namespaces = typeOfKind('Namespace');
  createObject(
    kubernetes.writer,
    { type: namespaces },
    { metadata: { name: NAMESPACE } },
  );
  for (let d = 0; d < (size.deployed ?? 0); d += 1) {
    deployStatic(simulator, generatedServer(d, size));
  }
}

function modelName(index: number): string {
  return `model-${String(index).padStart(4, '0')}`;
}

function generatedVersion(model: number, version: number, cards: number) {
  return {
    name: `${version + 1}.0`,
    description: `Version ${version + 1} of ${modelName(model)}`,
    author: `user-${model % 50}`,
    properties: {
      License: 'apache-2.0',
      benchmark: '',
      Owner: `team-${model % 20}`,
    },
    artifacts: [
      {
        name: `${modelName(model)}-${version + 1}`,
        uri: `oci://registry.example.com/bench/${modelName(model)}:${
          version + 1
        }`,
        format: 'vLLM',
        ...(model < cards
          ? { catalog: { source: SOURCE, model: `bench/${modelName(model)}` } }
          : {}),
      },
    ],
  };
}

function catalogModel(index: number) {
  const paragraph = `${modelName(index)} answers questions about a benchmark. `;
  return {
    name: `bench/${modelName(index)}`,
    description: `Card ${index} of the benchmark`,
    readme: `# ${modelName(index)}\n\n${paragraph.repeat(70)}\n`,
    license: 'apache-2.0',
    provider: 'bench',
  };
}

function generatedServer(index: number, size: GeneratedWorld): WorldServer {
  const model = index % size.models;
  const version = Math.floor(index / size.models) % size.versions;
  return toWorldServer({
    name: `server-${String(index).padStart(4, '0')}`,
    namespace: NAMESPACE,
    model: modelName(model),
    version: `${version + 1}.0`,
    storageUri: `oci://registry.example.com/bench/${modelName(model)}:${
      version + 1
    }`,
    labels: { [STATIC_LABEL]: 'true' },
  });
}

function deployStatic(simulator: Simulator, server: WorldServer): void {
  const { kubernetes, registry, cluster } = simulator;
  const { writer } = kubernetes;
  const labels = registryLabels(
    registry.state,
    cluster.world.registry.name,
    server,
  );
  const object = createDeployment(writer, server, labels);
  const url = `https://${server.name}-${server.namespace}.apps.example.com`;
  const internal = `http://${server.name}-predictor.${server.namespace}.svc.cluster.local:8080`;
  const status = deploymentStatus({
    object,
    state: 'ready',
    urls: { url, internal },
    now: timestamp(writer.now()),
  });
  replaceObject(
    writer,
    {
      type: typeOfKind(server.kind),
      namespace: server.namespace,
      name: server.name,
    },
    { object: { ...object, status }, scope: 'status' },
  );
  recordDeployment(registry.state, object, url);
}
