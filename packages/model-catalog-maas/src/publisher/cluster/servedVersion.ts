import { isHttpError, type KubernetesClient } from '@model-catalog/node';

/** A collection that clusters serve in one version or another. */
export type Versioned = {
  /** e.g. `serving.kserve.io`. */
  group: string;
  /** Best first. */
  versions: readonly string[];
};

/**
 * A client for which a group has one version, the best: lists ask for the
 * others, in order, where the server knows that one not, and watches go on in
 * the version that was listed. All versions of an object share their
 * resourceVersion.
 */
export function inServedVersion(
  client: KubernetesClient,
  { group, versions }: Versioned,
): KubernetesClient {
  const [best = '', ...others] = versions;
  let served = best;
  const inVersion = (path: string, version: string) =>
    path.replace(`/apis/${group}/${best}/`, `/apis/${group}/${version}/`);
  return {
    ...client,
    get: async (path, schema, options) => {
      if (/[?&]continue=/.test(path)) {
        return client.get(inVersion(path, served), schema, options);
      }
      for (const version of [best, ...others]) {
        try {
          const at = inVersion(path, version);
          const answer = await client.get(at, schema, options);
          served = version;
          return answer;
        } catch (error) {
          if (!isHttpError(error, 404) || version === versions.at(-1)) {
            throw error;
          }
        }
      }
      throw new Error(`No version of ${group} is known`);
    },
    watch: (path, options) => client.watch(inVersion(path, served), options),
  };
}
