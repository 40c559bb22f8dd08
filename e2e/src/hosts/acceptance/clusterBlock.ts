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

/** What the sidecars' environment says, as a hub that reads OpenShift AI itself is told: `rhoai` of an entry. */
export async function clusterBlock(
  env: Readonly<Record<string, string>>,
): Promise<object> {
  const given = Env.parse(env);
  const text = await readFile(given.KUBECONFIG, 'utf8');
  const { clusters, users } = Kubeconfig.parse(parse(text));
  const cluster = clusters[0]?.cluster;
  const [, name, url] = /^([^=]+)=(.*)$/.exec(given.MR_ROUTE) ?? [];
  return {
    kubernetes: {
      url: cluster?.server,
      token: users[0]?.user.token,
      caData: cluster?.['certificate-authority-data'],
      namespace: given.NAMESPACE,
    },
    registries: [{ name, url }],
    catalogs: [{ name: 'model-catalog', url: given.CATALOG_URL }],
    registryToken: given.KFMR_TOKEN,
    pollingInterval: given.POLLING_INTERVAL,
    checkInterval: '1s',
  };
}
