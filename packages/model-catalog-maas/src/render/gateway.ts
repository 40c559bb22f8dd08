import { hostPartOf } from '../contract/names';
import type { RenderSettings } from '../contract/types';

/** Of one label of a host name. */
const MAX_LABEL = 63;

/** Which of the two gateways of 3scale. */
export type Environment = 'production' | 'staging';

/**
 * Where 3scale's own gateway serves a product.
 *
 * | tenant and domain are known | label | URL |
 * |---|---|---|
 * | no | any | `undefined` |
 * | yes | at most 63 characters | `https://<system name>-<tenant>-apicast-production.<domain>` |
 * | yes | longer: 3scale shortens it in a way of its own | `undefined` |
 */
export function gatewayUrlOf(
  systemName: string,
  { tenantName, wildcardDomain }: RenderSettings,
  environment: Environment = 'production',
): string | undefined {
  if (!tenantName || !wildcardDomain) {
    return undefined;
  }
  const label = `${hostPartOf(
    systemName,
  )}-${tenantName}-apicast-${environment}`;
  return label.length > MAX_LABEL
    ? undefined
    : `https://${label}.${wildcardDomain}`;
}
