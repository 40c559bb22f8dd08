import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod/v4';

const Kubeconfig = z.object({
  clusters: z
    .array(
      z.object({
        cluster: z.object({
          server: z.string(),
          'certificate-authority-data': z.string(),
        }),
      }),
    )
    .length(1),
  users: z.array(z.object({ user: z.object({ token: z.string() }) })).length(1),
});

const Env = z.object({
  KUBECONFIG: z.string(),
  NAMESPACE: z.string(),
  MR_ROUTE: z.string(),
  CATALOG_URL: z.string(),
  KFMR_TOKEN: z.string(),
  POLLING_INTERVAL: z.string(),
});

async function connectionOf(file: string) {
  const { clusters, users } = Kubeconfig.parse(
    parse(await readFile(file, 'utf8')),
  );
  return { cluster: clusters[0]?.cluster, token: users[0]?.user.token };
}

/** Registries and catalogs, as a hub that reads OpenShift AI itself is told of them: a part of `rhoai`. */
export function sourcesBlock(env: Readonly<Record<string, string>>): object {
  const given = Env.parse(env);
  const [, name, url] = /^([^=]+)=(.*)$/.exec(given.MR_ROUTE) ?? [];
  return {
    registries: [{ name, url }],
    catalogs: [{ name: 'model-catalog', url: given.CATALOG_URL }],
    registryToken: given.KFMR_TOKEN,
    pollingInterval: given.POLLING_INTERVAL,
    checkInterval: '1s',
  };
}

/** What the sidecars' environment says, as a hub that reads OpenShift AI itself is told: `rhoai` of an entry. */
export async function clusterBlock(
  env: Readonly<Record<string, string>>,
): Promise<object> {
  const given = Env.parse(env);
  const { cluster, token } = await connectionOf(given.KUBECONFIG);
  return {
    kubernetes: {
      url: cluster?.server,
      token,
      caData: cluster?.['certificate-authority-data'],
      namespace: given.NAMESPACE,
    },
    ...sourcesBlock(env),
  };
}

/** What a pod of the cluster has in its environment when it is given the Secret of an account. */
export async function podEnvironment(
  env: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const given = Env.parse(env);
  const { cluster, token = '' } = await connectionOf(given.KUBECONFIG);
  const { hostname, port } = new URL(cluster?.server ?? '');
  const ca = cluster?.['certificate-authority-data'] ?? '';
  return {
    KUBERNETES_SERVICE_HOST: hostname,
    KUBERNETES_SERVICE_PORT: port,
    token,
    'ca.crt': Buffer.from(ca, 'base64').toString(),
    namespace: given.NAMESPACE,
  };
}
