import { z } from 'zod/v4';
import type { GivenKubernetes } from './schema';

/** Where the hub's own Kubernetes plugin is told of clusters. */
export const CLUSTERS_PATH = 'kubernetes.clusterLocatorMethods';

/** A cluster of the hub's Kubernetes plugin, what is needed of it. */
const Cluster = z.object({
  name: z.string(),
  url: z.string(),
  authProvider: z.string().optional(),
  authMetadata: z.record(z.string(), z.unknown()).optional(),
  serviceAccountToken: z.string().optional(),
  caData: z.string().optional(),
  caFile: z.string().optional(),
  skipTLSVerify: z.boolean().optional(),
});

const Named = z.object({ name: z.string() });
const Methods = z.array(z.unknown());
const Method = z.object({
  type: z.literal('config'),
  clusters: z.array(z.unknown()),
});

/** Where and as whom, and where in the app-config that is said. */
export type ClusterEntry = Pick<
  GivenKubernetes,
  'token' | 'caData' | 'caFile' | 'skipTLSVerify'
> & { url: string; path: string };

export type FoundCluster = { cluster: ClusterEntry } | { problem: string };

type At = { value: unknown; path: string };

/** The entries of all methods of type config. */
function entriesOf(methods: unknown): At[] {
  return (Methods.safeParse(methods).data ?? []).flatMap((one, index) => {
    const { clusters = [] } = Method.safeParse(one).data ?? {};
    return clusters.map((value, at) => ({
      value,
      path: `${CLUSTERS_PATH}[${index}].clusters[${at}]`,
    }));
  });
}

/** Of these the hub takes a user's own token, or a cloud's; we have neither. */
const isOurs = (authProvider: string | undefined) =>
  authProvider === undefined || authProvider === 'serviceAccount';

/**
 * A cluster that the hub's Kubernetes plugin knows by this name, by what
 * `kubernetes.clusterLocatorMethods` says (tidied). Other methods than
 * `config` ask clusters or the catalog, and are not looked into.
 *
 * | authProvider | serviceAccountToken | connects as |
 * |---|---|---|
 * | - | yes | that one |
 * | serviceAccount, none | no | the pod's service account |
 * | another | no | nobody: a problem |
 */
export function findCluster(methods: unknown, name: string): FoundCluster {
  const entries = entriesOf(methods);
  const known = entries.flatMap(({ value }) => {
    const named = Named.safeParse(value).data;
    return named ? [named.name] : [];
  });
  const found = entries.find(
    ({ value }) => Named.safeParse(value).data?.name === name,
  );
  if (!found) {
    const there =
      known.length > 0 ? `there are ${known.join(', ')}` : 'there is none';
    return {
      problem: `names "${name}", which is no cluster of type config in ${CLUSTERS_PATH}: ${there}`,
    };
  }
  const { path } = found;
  const parsed = Cluster.safeParse(found.value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      problem: `names "${name}", which cannot be used: ${[
        path,
        ...(issue?.path ?? []),
      ].join('.')}: ${issue?.message}`,
    };
  }
  const { url, serviceAccountToken: token, ...rest } = parsed.data;
  if (token === undefined && !isOurs(rest.authProvider)) {
    return {
      problem: `names "${name}", for which ${path} has no serviceAccountToken; its authProvider ${rest.authProvider} is for people`,
    };
  }
  const { caData, caFile, skipTLSVerify } = rest;
  return { cluster: { url, token, caData, caFile, skipTLSVerify, path } };
}
