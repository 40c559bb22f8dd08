import { hostPartOf } from '../../contract/names';
import type { Offering } from '@model-catalog/common';
import type { Tenancy } from './parsed';

/** What the host of a tenant's admin portal tells, e.g. `maas-admin.apps.example.com`. */
export type TenantName = {
  /** `maas`. */
  tenant: string;
  /** `apps.example.com`; absent where the host is of another form. */
  domain?: string;
};

export function tenantOf(adminHost: string): TenantName {
  const [, tenant, domain] =
    /^([a-z0-9-]+)-admin\.([^:]+)(?::\d+)?$/i.exec(adminHost) ?? [];
  return tenant === undefined ? { tenant: adminHost } : { tenant, domain };
}

/** The operator writes it as URL; the host alone is the same, with TLS as the operator's own Routes have it. */
export function tenancyOf(said: string): Tenancy {
  const url = said.includes('://') ? said : `https://${said}`;
  if (!URL.canParse(url) || !/^https?:/.test(url)) {
    return {};
  }
  const { host, origin } = new URL(url);
  return { adminHost: host, adminUrl: origin };
}

const MAX_LABEL = 63;

/** Where 3scale's own gateway serves a product; a longer label it shortens in a way of its own. */
function hosted(
  systemName: string,
  { tenant, domain }: TenantName,
  environment: 'production' | 'staging',
): string | undefined {
  const label = `${hostPartOf(systemName)}-${tenant}-apicast-${environment}`;
  return domain === undefined || label.length > MAX_LABEL
    ? undefined
    : `https://${label}.${domain}`;
}

/** The gateways of a product that says nothing of them: those of the tenant. */
export const hostedGateways = (
  systemName: string,
  name: TenantName,
): Offering['gatewayUrls'] => ({
  production: hosted(systemName, name, 'production'),
  staging: hosted(systemName, name, 'staging'),
});

/**
 * The pages for people, by the address of the admin portal (scheme and host):
 * those of the developer portal only where it is known, and where there is
 * something to subscribe to.
 */
export function portalOf(
  adminUrl: string,
  given: {
    portalUrl?: string;
    productId?: string;
    hasPlans: boolean;
  },
): Offering['portal'] {
  const { origin, protocol, host } = new URL(adminUrl);
  const { tenant, domain } = tenantOf(host);
  const { productId, hasPlans } = given;
  const own =
    domain === undefined ? undefined : `${protocol}//${tenant}.${domain}`;
  const portal = (given.portalUrl ?? own)?.replace(/\/+$/, '');
  const admin = `${origin}/apiconfig/services`;
  return {
    ...(portal && { signup: `${portal}/signup` }),
    ...(portal &&
      hasPlans &&
      productId && {
        subscribe: `${portal}/admin/service_contracts/new?service_id=${productId}`,
      }),
    ...(productId && { admin: `${admin}/${productId}` }),
  };
}
