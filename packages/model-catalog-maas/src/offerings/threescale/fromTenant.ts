import type { Offering, OfferingBackend } from '@model-catalog/common';
import { LongText } from '@model-catalog/node';
import { serviceOf } from '../match/serviceOf';
import type {
  ActiveDoc,
  Backend,
  BackendUsage,
  Plan,
  ProxyConfig,
  Service,
} from '../../threescale/adminApi';
import { withoutLogin } from '../urls';
import { portalOf, tenantOf } from './addresses';
import { appIdAuth, userKeyAuth } from './auth';
import { THREESCALE, type Around } from './fromObjects';

/** What the Admin API says of a tenant. */
export type TenantReading = {
  /** Of the admin portal: scheme and host. */
  adminUrl: string;
  portalUrl?: string;
  services: readonly Service[];
  backends: readonly Backend[];
  plans: readonly Plan[];
  activeDocs: readonly ActiveDoc[];
  production: readonly ProxyConfig[];
  staging: readonly ProxyConfig[];
  /** Of a plan, by its id. */
  limitsOf: (planId: number) => Offering['plans'][number]['limits'];
  /** By id of the product, where one backend is not all there is. */
  usages: ReadonlyMap<number, readonly BackendUsage[]>;
};

export type TenantAround = Pick<Around, 'clusterDomain' | 'serverOfService'> & {
  /** Whether the gateway runs in this cluster: Services mean nothing elsewhere. */
  sameCluster: boolean;
};

/** Whether several backends are behind a product, or one below a path. */
export const hasRouting = ({ proxy }: ProxyConfig): boolean =>
  proxy.upstream === undefined ||
  proxy.policies.some(({ name }) => name === 'routing');

function authOf({ backendVersion, proxy }: ProxyConfig): Offering['auth'] {
  const { credentialsLocation: credentials, keyName, policies } = proxy;
  switch (backendVersion) {
    case 'oidc':
      return { type: 'oidc' };
    case '2':
      return appIdAuth({ credentials });
    default:
      return userKeyAuth(
        { credentials, keyName },
        {
          removesBearer: policies.some(({ name }) => name === 'remove-bearer'),
        },
      );
  }
}

/** As two writings of one address compare: 3scale puts in a port that it has anyway. */
const comparable = (url: string) => withoutLogin(url) ?? url;

function backendOf(
  url: string,
  given: { systemName?: string; path?: string },
  { clusterDomain, serverOfService, sameCluster }: TenantAround,
): OfferingBackend {
  const privateUrl = withoutLogin(url);
  const service =
    privateUrl && sameCluster
      ? serviceOf(privateUrl, { clusterDomain })
      : undefined;
  const server = service && serverOfService(service);
  const { systemName, path } = given;
  return {
    ...(systemName && { systemName }),
    ...(privateUrl && { privateUrl }),
    ...(path && path !== '/' && { path }),
    ...(service && { service: { ...service, ...(server && { server }) } }),
  };
}

function backendsOf(
  config: ProxyConfig,
  { backends, usages }: TenantReading,
  around: TenantAround,
): OfferingBackend[] {
  const used = usages.get(config.serviceId);
  if (used) {
    const byId = new Map(backends.map(one => [one.id, one]));
    return used.flatMap(({ backendId, path }) => {
      const found = byId.get(backendId);
      return found
        ? backendOf(
            found.privateEndpoint,
            { systemName: found.systemName, path },
            around,
          )
        : [];
    });
  }
  const { upstream } = config.proxy;
  if (upstream === undefined) {
    return [];
  }
  const found = backends.find(
    one => comparable(one.privateEndpoint) === comparable(upstream),
  );
  return [backendOf(upstream, { systemName: found?.systemName }, around)];
}

const plansOf = (
  plans: readonly Plan[],
  limitsOf: TenantReading['limitsOf'],
): Offering['plans'] =>
  plans
    .filter(({ isCustom }) => !isCustom)
    .map(plan => ({
      systemName: plan.systemName,
      title: plan.name,
      published: plan.published,
      approvalRequired: plan.approvalRequired,
      ...(plan.costPerMonth > 0 && { cost: plan.costPerMonth }),
      ...(plan.trialDays > 0 && { trialDays: plan.trialDays }),
      limits: limitsOf(plan.id),
    }));

/** Promoted are versions of one counter: a newer one in staging is not in production. */
function stateOf(
  production: ProxyConfig | undefined,
  staging: ProxyConfig | undefined,
): Offering['state'] {
  return production && production.version >= (staging?.version ?? 0)
    ? 'ready'
    : 'unpromoted';
}

type Configs = { production?: ProxyConfig; staging?: ProxyConfig };

function offeringOf(
  service: Service,
  { production, staging }: Configs,
  { reading, around }: { reading: TenantReading; around: TenantAround },
): { offering: Offering; document?: LongText } | undefined {
  const config = production ?? staging;
  if (!config) {
    return undefined;
  }
  const { adminUrl, portalUrl } = reading;
  const adminHost = new URL(adminUrl).host;
  const productId = String(service.id);
  const plans = plansOf(
    reading.plans.filter(({ serviceId }) => serviceId === service.id),
    reading.limitsOf,
  );
  const doc = reading.activeDocs.find(
    ({ serviceId, published }) => published && serviceId === service.id,
  );
  const document = doc && LongText.of(doc.body);
  const { endpoint, sandboxEndpoint, rules } = config.proxy;
  return {
    document,
    offering: {
      id: `${adminHost}/${service.systemName}`,
      source: THREESCALE,
      tenant: tenantOf(adminHost).tenant,
      systemName: service.systemName,
      productId,
      title: service.name,
      ...(service.description && { description: service.description }),
      gatewayUrls: {
        production: withoutLogin(endpoint),
        staging: withoutLogin(sandboxEndpoint),
      },
      backends: backendsOf(config, reading, around),
      auth: authOf(config),
      plans,
      operations: rules.map(({ method, pattern, metric }) => ({
        method: method.toUpperCase(),
        pattern,
        ...(metric && { metric }),
      })),
      portal: portalOf(adminUrl, {
        portalUrl,
        productId,
        hasPlans: plans.some(({ published }) => published),
      }),
      state: stateOf(production, staging),
      ...(document && { documentDigest: document.digest }),
    },
  };
}

/** The offerings of a tenant, and their documents. Products that never had a gateway are none. */
export function fromTenant(
  reading: TenantReading,
  around: TenantAround,
): { offerings: Offering[]; documents: LongText[] } {
  const byService = (configs: readonly ProxyConfig[]) =>
    new Map(configs.map(one => [one.serviceId, one]));
  const production = byService(reading.production);
  const staging = byService(reading.staging);
  const found = reading.services.flatMap(service => {
    const configs = {
      production: production.get(service.id),
      staging: staging.get(service.id),
    };
    return offeringOf(service, configs, { reading, around }) ?? [];
  });
  return {
    offerings: found.map(({ offering }) => offering),
    documents: found.flatMap(({ document }) => document ?? []),
  };
}
