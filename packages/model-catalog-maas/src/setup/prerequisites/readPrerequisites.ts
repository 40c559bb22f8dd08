import {
  isHttpError,
  type KubernetesClient,
  messageOf,
} from '@model-catalog/node';
import type { z } from 'zod/v4';
import {
  ApiManager,
  Claim,
  Deployment,
  listOf,
  Route,
  StorageClass,
} from './shapes';

/** What a list came to: absent kinds and missing rights are told apart. */
export type Looked<T> =
  | { readonly items: readonly T[] }
  | {
      readonly why: 'not-served' | 'forbidden' | 'failed';
      readonly message: string;
    };

export type Manager = z.infer<typeof ApiManager>;

/** What the cluster tells of 3scale's installation. */
export type PrerequisiteFacts = {
  readonly namespace: string;
  readonly storageClasses: Looked<z.infer<typeof StorageClass>>;
  readonly claims: Looked<z.infer<typeof Claim>>;
  readonly managers: Looked<Manager>;
  readonly deployments: Looked<z.infer<typeof Deployment>>;
  readonly routes: Looked<z.infer<typeof Route>>;
};

async function look<T>(
  client: KubernetesClient,
  path: string,
  item: z.ZodType<T>,
): Promise<Looked<T>> {
  try {
    return { items: await client.get(path, listOf(item)) };
  } catch (error) {
    const message = messageOf(error);
    if (isHttpError(error, 404)) {
      return { why: 'not-served', message };
    }
    const isDenied = isHttpError(error, 403) || isHttpError(error, 401);
    return { why: isDenied ? 'forbidden' : 'failed', message };
  }
}

/** Six lists; changes nothing. Errors are part of what is read. */
export async function readPrerequisites(
  client: KubernetesClient,
  namespace: string,
): Promise<PrerequisiteFacts> {
  const inNamespace = (api: string, plural: string) =>
    `${api}/namespaces/${encodeURIComponent(namespace)}/${plural}`;
  const [storageClasses, claims, managers, deployments, routes] =
    await Promise.all([
      look(client, '/apis/storage.k8s.io/v1/storageclasses', StorageClass),
      look(client, inNamespace('/api/v1', 'persistentvolumeclaims'), Claim),
      look(
        client,
        inNamespace('/apis/apps.3scale.net/v1alpha1', 'apimanagers'),
        ApiManager,
      ),
      look(client, inNamespace('/apis/apps/v1', 'deployments'), Deployment),
      look(client, inNamespace('/apis/route.openshift.io/v1', 'routes'), Route),
    ]);
  return { namespace, storageClasses, claims, managers, deployments, routes };
}
