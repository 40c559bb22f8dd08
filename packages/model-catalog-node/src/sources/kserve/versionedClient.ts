import { z } from 'zod/v4';
import { HttpError, isHttpError } from '../../http';
import type { KubernetesClient } from '../../kubernetes/types';
import { GROUP, pathOf, type ServingKind } from './kinds';

const ApiGroup = z.object({
  versions: z.array(z.object({ version: z.string() })),
});
const ApiResources = z.object({
  resources: z.array(z.object({ name: z.string() })),
});

type Reading = { client: KubernetesClient; kind: ServingKind };

/** Whether a version serves the kind; a group's version may serve others only. */
async function isServed(
  { client, kind }: Reading,
  version: string,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    const path = `/apis/${GROUP}/${version}`;
    const { resources } = await client.get(path, ApiResources, { signal });
    return resources.some(({ name }) => name === kind.plural);
  } catch (error) {
    if (isHttpError(error, 404)) {
      return false;
    }
    throw error;
  }
}

/**
 * The version to read a kind in.
 *
 * | discovery says | version |
 * |---|---|
 * | the group has several that serve the kind | the best of them |
 * | the group is not there, or none serves the kind | none: an error as if the list were not found |
 * | 401, 403: discovery itself is not allowed | the best one, unseen: the list tells the rest |
 */
async function chooseVersion(
  reading: Reading,
  signal?: AbortSignal,
): Promise<string> {
  const { client, kind } = reading;
  try {
    const group = await client.get(`/apis/${GROUP}`, ApiGroup, { signal });
    const offered = new Set(group.versions.map(({ version }) => version));
    for (const version of kind.versions) {
      if (offered.has(version) && (await isServed(reading, version, signal))) {
        return version;
      }
    }
  } catch (error) {
    if (isHttpError(error, 401) || isHttpError(error, 403)) {
      return kind.versions[0];
    }
    if (!isHttpError(error, 404)) {
      throw error;
    }
  }
  throw new HttpError(
    `serves no ${kind.plural} in ${kind.versions.join(' or ')}`,
    {
      kind: 'status',
      method: 'GET',
      url: `${client.server}/apis/${GROUP}`,
      status: 404,
    },
  );
}

/**
 * A client for which a kind has one path, that of its best version, whichever
 * version the cluster serves now. The version is asked for before each list,
 * so one that is installed, replaced or taken away is noticed with the next
 * list; all versions of an object share their resourceVersion, so a watch may
 * go on in another one.
 */
export function inServedVersion(
  client: KubernetesClient,
  kind: ServingKind,
): KubernetesClient {
  const [best, ...others] = kind.versions;
  if (others.length === 0) {
    return client;
  }
  const prefix = pathOf(kind, best);
  let version: string = best;
  const actual = (path: string) =>
    path.startsWith(prefix)
      ? `${pathOf(kind, version)}${path.slice(prefix.length)}`
      : path;
  return {
    ...client,
    get: async (path, schema, options) => {
      const isFirstPage =
        path.startsWith(prefix) && !/[?&]continue=/.test(path);
      if (isFirstPage) {
        version = await chooseVersion({ client, kind }, options?.signal);
      }
      return client.get(actual(path), schema, options);
    },
    watch: (path, options) => client.watch(actual(path), options),
  };
}
