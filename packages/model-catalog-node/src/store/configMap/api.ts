import { isHttpError } from '../../http/errors';
import type { KubernetesClient } from '../../kubernetes/types';
import { StoreConflict, StoreError } from '../types';
import { LABELS } from './names';
import { ConfigMap } from './objects';

/** Content of a ConfigMap that we write. */
export type Content = {
  data?: Record<string, string>;
  /** As pairs, as an object of hundreds of names costs the engine far more than these. */
  binaryData?: Iterable<readonly [string, string]>;
  annotations?: Record<string, string>;
};

/** The four things that the documented Role lets us do with ConfigMaps, and that we need. */
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
  watch(name: string, signal: AbortSignal): AsyncIterable<unknown>;
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

/** The server ends a watch after this; a lost connection is noticed a little later. */
const WATCH_SECONDS = 60;

export function createConfigMapApi(
  client: KubernetesClient,
  namespace: string,
): ConfigMapApi {
  const base = `/api/v1/namespaces/${encodeURIComponent(namespace)}/configmaps`;
  const label = (name: string) => `${namespace}/${name}`;
  const meta = ({ annotations }: Content, current?: ConfigMap) => {
    return {
      ...current?.metadata,
      // Absent means unchanged; sending it back would only cost bytes.
      managedFields: undefined,
      labels: { ...current?.metadata.labels, ...LABELS },
      annotations: { ...current?.metadata.annotations, ...annotations },
    };
  };

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
        metadata: { name, namespace, ...meta(content) },
      };
      try {
        const text = withBinaryData(body, content.binaryData);
        const { metadata } = await client.create(base, text, Written);
        return { ...body, metadata };
      } catch (error) {
        throw explained(error, `create ConfigMap ${label(name)}`, about);
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
        metadata: meta(content, current),
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
    watch: (name, signal) =>
      client.watch(
        `${base}?watch=true&fieldSelector=metadata.name%3D${name}&timeoutSeconds=${WATCH_SECONDS}`,
        { signal, idleTimeoutMs: (WATCH_SECONDS + 15) * 1000 },
      ),
  };
}

/**
 * | answer | becomes | what to do |
 * |---|---|---|
 * | 409, 404 on a write | StoreConflict | read again and plan again |
 * | 403 "exceeded quota" | StoreError | raise the quota |
 * | 401, 403 | StoreError | grant the documented Role |
 * | 413, 422 | StoreError | look at the record that it names |
 * | stopped by us | as it is | |
 * | anything else | StoreError | as the cause says |
 */
function explained(error: unknown, what: string, about?: string): unknown {
  if (!isHttpError(error) || error.kind === 'aborted') {
    return error;
  }
  const cause = error;
  const subject = about ? ` (${about})` : '';
  const failed = `Cannot ${what}${subject}: ${error.message}.`;
  switch (error.status) {
    case 404:
    case 409:
      return new StoreConflict(`${failed} It was changed meanwhile.`, {
        cause,
      });
    case 401:
    case 403:
      return new StoreError(
        /exceeded quota/.test(error.message)
          ? `${failed} Raise the ResourceQuota of the namespace for ConfigMaps`
          : `${failed} Grant get, list, watch, create and update on configmaps in the namespace (the documented Role) to this service account`,
        { cause },
      );
    case 413:
    case 422:
      return new StoreError(
        `${failed} Shorten the texts of the record where they are written; a ConfigMap holds at most 1 MiB`,
        { cause },
      );
    default:
      return new StoreError(failed, { cause });
  }
}
