import {
  type InferenceServer,
  servedNameOf,
  wordsOf,
} from '@model-catalog/node';
import type { Runtime, RuntimeContainer, Serving } from './shapes';

/** Where KServe's own runtimes listen unless they say otherwise. */
const DEFAULT_PORT = 8080;

/** Names by which KServe knows the container that serves the model. */
const MAIN = ['kserve-container', 'main'];

const mainOf = (containers: readonly RuntimeContainer[]) =>
  containers.find(({ name }) => MAIN.includes(name ?? '')) ?? containers[0];

/** What is known of the process that serves a model. */
export type RuntimeFacts = {
  image?: string;
  servedName?: string;
  /** Of its HTTP API, inside of the pod. */
  containerPort: number;
  /** By name, for Services that name their target. */
  portsByName: ReadonlyMap<string, number>;
  /** In front of its API, e.g. `/openai` of KServe's Hugging Face server. */
  basePath: string;
};

/** The ServingRuntime that a server names: its namespace's before the cluster's. */
function runtimeNamed(
  server: InferenceServer,
  runtimes: readonly Runtime[],
): Runtime | undefined {
  const named = runtimes.filter(
    ({ metadata }) => metadata.name === server.runtime,
  );
  return (
    named.find(({ metadata }) => metadata.namespace === server.namespace) ??
    named.find(({ kind }) => kind === 'ClusterServingRuntime')
  );
}

function httpPortOf(containers: readonly RuntimeContainer[]): number {
  const ports = containers
    .flatMap(one => one.ports ?? [])
    .filter(
      ({ name, protocol }) =>
        (protocol ?? 'TCP') === 'TCP' && !/grpc|metrics|h2c/.test(name ?? ''),
    );
  const [first] = ports;
  return first?.containerPort ?? DEFAULT_PORT;
}

function basePathOf(image: string | undefined): string {
  return /hugging-?face-?server/i.test(image ?? '') ? '/openai' : '';
}

/** TEI knows its model by the folder that KServe puts it into, unless it is told a name. */
const isTei = (image: string | undefined) =>
  /text-embeddings-inference/i.test(image ?? '');

/** What the spec of a server, completed by its runtime, tells of the process. */
export function runtimeFactsOf(
  server: InferenceServer,
  serving: Serving,
  runtimes: readonly Runtime[],
): RuntimeFacts {
  const { predictor, template } = serving.spec;
  const own = predictor?.containers ?? template?.containers ?? [];
  const of = runtimeNamed(server, runtimes)?.spec.containers ?? [];
  const main = mainOf([...own]) ?? mainOf([...of]);
  const image = predictor?.model?.image ?? main?.image ?? undefined;
  const containers = [
    ...(predictor?.model ? [predictor.model] : []),
    ...own,
    ...of,
  ];
  const { name, namespace } = server;
  const told = servedNameOf(wordsOf(containers), { name, namespace, uid: '' });
  return {
    image,
    servedName:
      server.servedName ?? told ?? (isTei(image) ? '/mnt/models' : undefined),
    containerPort: httpPortOf(containers),
    portsByName: new Map(
      containers
        .flatMap(one => one.ports ?? [])
        .flatMap(({ name: port, containerPort }) =>
          port ? [[port, containerPort] as const] : [],
        ),
    ),
    basePath: basePathOf(image),
  };
}
