import {
  type Authorize,
  type KubernetesConfig,
  mayCarryToken,
} from '@model-catalog/node';

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
