import type { KubernetesAccess } from './kubernetes/access';
import { KubernetesApi, KubernetesError } from './kubernetes/KubernetesApi';

/** What a 3scale leaves in the cluster that it is installed in. */
export interface Installed {
  readonly namespace: string;
  readonly adminUrl: string;
  readonly token: string;
}

const texts = (values: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Buffer.from(value).toString('base64'),
    ]),
  );

/**
 * Makes the namespace, and the Secrets by which others find the tenant:
 * `system-seed`, as the APIManager leaves it, and `threescale-provider-account`,
 * as the operator takes it. What is there is left as it is, but for these.
 */
export async function installIn(
  access: KubernetesAccess,
  { namespace, adminUrl, token }: Installed,
): Promise<void> {
  const api = new KubernetesApi(access);
  const ensure = async (path: string, body: object) => {
    try {
      await api.send({ method: 'POST', path, body });
    } catch (error) {
      if (!(error instanceof KubernetesError && error.status === 409)) {
        throw error;
      }
    }
  };
  const secrets = `/api/v1/namespaces/${namespace}/secrets`;
  const secret = async (name: string, values: Record<string, string>) => {
    const body = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name },
      data: texts(values),
    };
    await api
      .send({ method: 'DELETE', path: `${secrets}/${name}` })
      .catch(() => undefined);
    await ensure(secrets, body);
  };
  try {
    await ensure('/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    await secret('system-seed', { ADMIN_ACCESS_TOKEN: token });
    await secret('threescale-provider-account', { adminURL: adminUrl, token });
  } finally {
    api.close();
  }
}
