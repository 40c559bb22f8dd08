import type { z } from 'zod/v4';
import { isHttpError } from '../../http/errors';
import type { KubernetesClient } from '../../kubernetes/types';
import { explained, explainedCreate } from './explained';
import { LABELS, SELECTOR, isOurName } from './names';
import { ConfigMap, MapList } from './objects';

/** Content of a ConfigMap that we write. */
export type Content = {
  data?: Record<string, string>;
  /** As pairs, as an object of hundreds of names costs the engine far more than these. */
  binaryData?: Iterable<readonly [string, string]>;
  annotations?: Record<string, string>;
  /** Instead of those that all others have. */
  labels?: Record<string, string>;
};

/** Which version each ConfigMap of the store has, at a version of all. */
export type Listed = { version: string; maps: Map<string, string> };

/** The things that the documented Role lets us do with ConfigMaps, and that we need. */
export type ConfigMapApi = {
  /** `namespace/name`, for messages. */
  label(name: string): string;
  get(name: string, signal?: AbortSignal): Promise<ConfigMap | undefined>;
  /** Gives what was created, without its binaryData. */
  create(name: string, content: Content, about?: string): Promise<ConfigMap>;
  /**
   * Replaces content; refused when `current` is not the newest version. Gives
   * what is there now, without its binaryData.
   */
  replace(
    current: ConfigMap,
    content: Content,
    about?: string,
  ): Promise<ConfigMap>;
  list(signal?: AbortSignal): Promise<Listed>;
  /** Events of all of them after this version; of each only the metadata. */
  watch(version: string, signal: AbortSignal): AsyncIterable<unknown>;
};

/** What is needed of the answer to a write. */
const Written = ConfigMap.pick({ metadata: true });

/** The body as JSON; values are base64 and keys are names, so nothing in them needs an escape. */
function withBinaryData(body: object, values: Content['binaryData']): string {
  const text = JSON.stringify(body);
  if (values === undefined) {
    return text;
  }
  const pairs = Array.from(values, ([key, value]) => `"${key}":"${value}"`);
  return `${text.slice(0, -1)},"binaryData":{${pairs.join(',')}}}`;
}

function metadataOf(
  { annotations, labels = LABELS }: Content,
  current?: ConfigMap,
) {
  return {
    ...current?.metadata,
    // Absent means unchanged; sending it back would only cost bytes.
    managedFields: undefined,
    labels: { ...current?.metadata.labels, ...labels },
    annotations: { ...current?.metadata.annotations, ...annotations },
  };
}

function listedOf({ metadata, items }: z.infer<typeof MapList>): Listed {
  const ours = items
    .map(item => item.metadata)
    .filter(({ name }) => isOurName(name));
  return {
    version: metadata.resourceVersion,
    maps: new Map(
      ours.map(({ name, resourceVersion }) => [name, resourceVersion]),
    ),
  };
}

const SELECTED = `labelSelector=${encodeURIComponent(SELECTOR)}`;

/** The server ends a watch after this; a lost connection is noticed a little later. */
const WATCH_SECONDS = 60;

export function createConfigMapApi(
  client: KubernetesClient,
  namespace: string,
): ConfigMapApi {
  const base = `/api/v1/namespaces/${encodeURIComponent(namespace)}/configmaps`;
  const label = (name: string) => `${namespace}/${name}`;
  return {
    label,
    get: async (name, signal) => {
      try {
        return await client.get(`${base}/${name}`, ConfigMap, { signal });
      } catch (error) {
        if (isHttpError(error, 404)) {
          return undefined;
        }
        throw explained(error, `read ConfigMap ${label(name)}`);
      }
    },
    create: async (name, content, about) => {
      const body = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        data: content.data,
        metadata: { name, namespace, ...metadataOf(content) },
      };
      try {
        const text = withBinaryData(body, content.binaryData);
        const { metadata } = await client.create(base, text, Written);
        return { ...body, metadata };
      } catch (error) {
        const what = `create ConfigMap ${label(name)}`;
        throw explainedCreate(error, { namespace, what, about });
      }
    },
    replace: async (current, content, about) => {
      const { name } = current.metadata;
      const { binaryData: before, ...rest } = current;
      const body = {
        ...rest,
        apiVersion: 'v1',
        kind: 'ConfigMap',
        data: content.data ?? current.data,
        metadata: metadataOf(content, current),
      };
      const values = content.binaryData ?? Object.entries(before ?? {});
      try {
        const path = `${base}/${name}`;
        const text = withBinaryData(body, values);
        const { metadata } = await client.replace(path, text, Written);
        return { ...body, metadata };
      } catch (error) {
        throw explained(error, `write ConfigMap ${label(name)}`, about);
      }
    },
    list: async signal => {
      const path = `${base}?${SELECTED}`;
      const options = { signal, metadataOnly: true };
      try {
        return listedOf(await client.get(path, MapList, options));
      } catch (error) {
        throw explained(error, `list ConfigMaps of namespace ${namespace}`);
      }
    },
    watch: (version, signal) =>
      client.watch(
        `${base}?watch=true&allowWatchBookmarks=true&${SELECTED}&resourceVersion=${version}&timeoutSeconds=${WATCH_SECONDS}`,
        {
          signal,
          metadataOnly: true,
          idleTimeoutMs: (WATCH_SECONDS + 15) * 1000,
        },
      ),
  };
}
