import type { KubernetesClient } from '@model-catalog/node';
import { SecretData } from './shapes';

/** Where a Secret keeps the credential of a tenant. */
export type TokenSecret = {
  readonly namespace: string;
  readonly name: string;
};

export type TenantCredential = {
  readonly token: string;
  /** Where the Secret says it, as those for the operator do. */
  readonly adminUrl?: string;
};

const decoded = (text: string | undefined) =>
  text === undefined
    ? undefined
    : Buffer.from(text, 'base64').toString('utf8').trim() || undefined;

const secretPath = ({ namespace, name }: TokenSecret) =>
  `/api/v1/namespaces/${encodeURIComponent(
    namespace,
  )}/secrets/${encodeURIComponent(name)}`;

/**
 * | Secret | token | address |
 * |---|---|---|
 * | `system-seed` | `ADMIN_ACCESS_TOKEN` | of the route |
 * | as for `providerAccountRef` | `token` | `adminURL` |
 */
export async function readTokenSecret(
  client: KubernetesClient,
  { namespace, name }: TokenSecret,
): Promise<TenantCredential | undefined> {
  const data = await client.get(secretPath({ namespace, name }), SecretData);
  const token = decoded(data.ADMIN_ACCESS_TOKEN ?? data.token);
  return token === undefined
    ? undefined
    : { token, adminUrl: decoded(data.adminURL) };
}

/** One value of a Secret; `undefined`: it has no such key. */
export async function readSecretValue(
  client: KubernetesClient,
  { namespace, name, key }: TokenSecret & { readonly key: string },
): Promise<string | undefined> {
  const data = await client.get(secretPath({ namespace, name }), SecretData);
  return decoded(data[key]);
}
