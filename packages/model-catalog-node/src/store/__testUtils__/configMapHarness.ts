import { z } from 'zod/v4';
import type { KubernetesClient } from '../../kubernetes/types';
import {
  type ConfigMapStoreOptions,
  createConfigMapStore,
} from '../configMap/createConfigMapStore';
import type { StoreLimits } from '../limits';
import type { StoreHarness } from './storeHarness';

const texts = z.record(z.string(), z.string());
const NamedMap = z.object({
  metadata: z.object({
    name: z.string(),
    resourceVersion: z.string(),
    labels: texts.optional(),
    annotations: texts.optional(),
  }),
  data: texts.optional(),
  binaryData: texts.optional(),
});
export type NamedMap = z.infer<typeof NamedMap>;
const List = z.object({ items: z.array(NamedMap) });

/** A namespace of a Kubernetes API with a store in it, and a look at its ConfigMaps. */
export type ConfigMapHarness = Omit<StoreHarness, 'open'> & {
  namespace: string;
  /** Names of the ConfigMaps that were created or replaced, in order. */
  written: string[];
  /** How many requests have been made, watches included. */
  requests(): number;
  open(
    options?: Partial<ConfigMapStoreOptions>,
  ): ReturnType<typeof createConfigMapStore>;
  maps(): Promise<NamedMap[]>;
  /** Creates or replaces a ConfigMap as anybody else would; its metadata stay but for what is given. */
  put(
    name: string,
    content: Pick<NamedMap, 'data' | 'binaryData'>,
    metadata?: Partial<NamedMap['metadata']>,
  ): Promise<void>;
};

let created = 0;

/**
 * A store in a new namespace of any Kubernetes API: the simulator, or a real
 * kube-apiserver. The client must be allowed to create namespaces.
 */
export async function configMapHarness(
  client: KubernetesClient,
  limits: StoreLimits,
): Promise<ConfigMapHarness> {
  created += 1;
  const namespace = `store-${process.pid}-${Date.now()}-${created}`;
  await client.create(
    '/api/v1/namespaces',
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    z.unknown(),
  );
  const base = `/api/v1/namespaces/${namespace}/configmaps`;
  const written: string[] = [];
  let requests = 0;
  const counted: KubernetesClient = {
    ...client,
    get: (path, schema, options) => {
      requests += 1;
      return client.get(path, schema, options);
    },
    create: async (path, body, schema) => {
      requests += 1;
      const result = await client.create(path, body, schema);
      written.push(NamedMap.parse(result).metadata.name);
      return result;
    },
    replace: async (path, body, schema) => {
      requests += 1;
      const result = await client.replace(path, body, schema);
      written.push(NamedMap.parse(result).metadata.name);
      return result;
    },
    watch: (path, options) => {
      requests += 1;
      return client.watch(path, options);
    },
  };
  const maps = async () =>
    (await client.get(base, List)).items.filter(({ metadata }) =>
      metadata.name.startsWith('bac-import-model'),
    );
  return {
    namespace,
    written,
    requests: () => requests,
    open: options =>
      createConfigMapStore({ client: counted, namespace, limits, ...options }),
    writes: () => written.length,
    blobs: async () =>
      (await maps())
        .filter(({ metadata }) => metadata.name.includes('-blob-'))
        .flatMap(({ binaryData }) => Object.keys(binaryData ?? {})),
    maxRecordBytes: limits.maxBytes,
    loseTexts: async () => {
      for (const { metadata } of await maps()) {
        if (metadata.name.includes('-blob-')) {
          const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata };
          const path = `${base}/${metadata.name}`;
          await client.replace(path, body, z.unknown());
        }
      }
    },
    maps,
    put: async (name, content, metadata) => {
      const known = (await maps()).find(map => map.metadata.name === name);
      const body = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { ...(known?.metadata ?? { name }), ...metadata },
        ...content,
      };
      await (known
        ? client.replace(`${base}/${name}`, body, z.unknown())
        : client.create(base, body, z.unknown()));
    },
  };
}
