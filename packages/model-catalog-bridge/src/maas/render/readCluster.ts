import {
  isHttpError,
  type KubernetesClient,
  listAll,
} from '@model-catalog/node';

const PAGE_SIZE = 500;

type Collection = {
  apiVersion: string;
  /** Asked where `apiVersion` is not served. */
  older?: string;
  kind: string;
  plural: string;
  /** Without it nothing can be said. */
  needed?: boolean;
};

const COLLECTIONS: readonly Collection[] = [
  {
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    plural: 'inferenceservices',
    needed: true,
  },
  {
    apiVersion: 'serving.kserve.io/v1alpha2',
    older: 'serving.kserve.io/v1alpha1',
    kind: 'LLMInferenceService',
    plural: 'llminferenceservices',
  },
  {
    apiVersion: 'serving.kserve.io/v1alpha1',
    kind: 'ServingRuntime',
    plural: 'servingruntimes',
  },
  { apiVersion: 'v1', kind: 'Service', plural: 'services', needed: true },
];

const CLUSTER_RUNTIMES: Collection = {
  apiVersion: 'serving.kserve.io/v1alpha1',
  kind: 'ClusterServingRuntime',
  plural: 'clusterservingruntimes',
};

const rootOf = (apiVersion: string) =>
  apiVersion === 'v1' ? '/api/v1' : `/apis/${apiVersion}`;

/** The items of a list do not say what they are. */
const withKind = (item: unknown, { apiVersion, kind }: Collection): unknown =>
  typeof item === 'object' && item !== null
    ? { ...item, apiVersion, kind }
    : item;

export type ClusterReading = {
  objects: unknown[];
  /** What could not be read and is not needed, e.g. a kind that this cluster does not have. */
  missing: string[];
};

type Asking = { client: KubernetesClient; signal: AbortSignal };

async function listOf(
  collection: Collection,
  namespace: string | undefined,
  { client, signal }: Asking,
): Promise<{ items: unknown[]; missing?: string }> {
  const { apiVersion, older, plural, kind, needed } = collection;
  const within = namespace === undefined ? '' : `/namespaces/${namespace}`;
  const path = `${rootOf(apiVersion)}${within}/${plural}`;
  try {
    const { items } = await listAll({
      ...{ client, path, signal, pageSize: PAGE_SIZE },
    });
    return { items: items.map(item => withKind(item, collection)) };
  } catch (error) {
    if (older !== undefined && isHttpError(error, 404)) {
      const before = { ...collection, apiVersion: older, older: undefined };
      return await listOf(before, namespace, { client, signal });
    }
    const isAbsent = isHttpError(error, 404) || isHttpError(error, 403);
    if (needed || !isAbsent) {
      throw error;
    }
    const why = isHttpError(error, 404) ? 'are not served' : 'may not be read';
    return { items: [], missing: `${kind}s ${why} here` };
  }
}

/** What a cluster has of model servers: of all namespaces, or of some. Throws `HttpError`. */
export async function readCluster(
  namespaces: readonly string[],
  asking: Asking,
): Promise<ClusterReading> {
  const places = namespaces.length === 0 ? [undefined] : namespaces;
  const lists = [
    await listOf(CLUSTER_RUNTIMES, undefined, asking),
    ...(await Promise.all(
      places.flatMap(namespace =>
        COLLECTIONS.map(collection => listOf(collection, namespace, asking)),
      ),
    )),
  ];
  return {
    objects: lists.flatMap(({ items }) => items),
    missing: [...new Set(lists.flatMap(({ missing }) => missing ?? []))],
  };
}

/** The Products that are in the target namespace; none where there is no 3scale. */
export async function readProducts(
  namespace: string,
  asking: Asking,
): Promise<unknown[]> {
  const collection: Collection = {
    apiVersion: 'capabilities.3scale.net/v1beta1',
    kind: 'Product',
    plural: 'products',
  };
  const { items } = await listOf(collection, namespace, asking);
  return items;
}
