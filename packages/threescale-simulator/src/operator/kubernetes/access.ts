import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod/v4';

/** Where a Kubernetes API is, and who asks. */
export interface KubernetesAccess {
  /** `https://host:port`; plain http only for tests. */
  readonly url: string;
  /** CA that the server's certificate is verified with; the system's unless given. */
  readonly caPem?: string;
  /** Bearer token; absent: anonymous. */
  readonly token?: string;
}

const kubeconfigSchema = z.object({
  'current-context': z.string(),
  clusters: z.array(
    z.object({
      name: z.string(),
      cluster: z.object({
        server: z.url(),
        'certificate-authority-data': z.string().optional(),
      }),
    }),
  ),
  users: z.array(
    z.object({
      name: z.string(),
      user: z.object({ token: z.string().optional() }),
    }),
  ),
  contexts: z.array(
    z.object({
      name: z.string(),
      context: z.object({ cluster: z.string(), user: z.string() }),
    }),
  ),
});

/**
 * The current context of a kubeconfig whose CA is embedded and whose user has a
 * token. Throws where the file is not so.
 */
export function readKubeconfig(path: string): KubernetesAccess {
  const file = kubeconfigSchema.parse(parse(readFileSync(path, 'utf8')));
  const named = <T extends { name: string }>(
    all: readonly T[],
    name: string,
  ) => {
    const found = all.find(one => one.name === name);
    if (!found) throw new Error(`${path} names "${name}" and does not have it`);
    return found;
  };
  const { context } = named(file.contexts, file['current-context']);
  const { cluster } = named(file.clusters, context.cluster);
  const { user } = named(file.users, context.user);
  const ca = cluster['certificate-authority-data'];
  return {
    url: cluster.server,
    ...(ca ? { caPem: Buffer.from(ca, 'base64').toString('utf8') } : {}),
    ...(user.token ? { token: user.token } : {}),
  };
}
