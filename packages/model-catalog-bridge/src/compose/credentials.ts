import type { Authorize, KubernetesConfig } from '@model-catalog/node';

const LOOPBACK = /^(localhost|127\.[\d.]+|\[::1\])$/;

/** Whether a credential may travel to `url`: encrypted, or inside of this machine. */
export function mayCarryToken(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || LOOPBACK.test(hostname);
}

/**
 * The credential for a registry or catalog that the operator configured:
 * `KFMR_TOKEN`, else the token that we use for Kubernetes, which the proxies
 * in front of them accept.
 */
export function credentialFor(
  url: string,
  registryToken: string | undefined,
  kubernetes: KubernetesConfig,
): Authorize | undefined {
  if (!mayCarryToken(url)) {
    return undefined;
  }
  return registryToken === undefined
    ? kubernetes.authorize
    : async () => ({ authorization: `Bearer ${registryToken}` });
}
