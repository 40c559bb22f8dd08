import { type Door, get, list } from './door';
import { ProxyConfigShape } from './proxyShapes';
import {
  ActiveDocShape,
  ApplicationPlanShape,
  BackendShape,
  BackendUsageShape,
  LimitShape,
  MetricShape,
  ServicePlanShape,
  ServiceShape,
} from './shapes';
import {
  AccountShape,
  ApplicationShape,
  authenticationProviderShape,
  ProviderShape,
  SubscriptionShape,
  TemplateShape,
} from './tenantShapes';

/** What plans limit, and by which names. */
function readingLimits(door: Door) {
  return {
    limits: (planId: number) =>
      list(door, {
        path: `application_plans/${planId}/limits.json`,
        ...{ name: 'limits', item: LimitShape },
      }),
    metrics: (serviceId: number) =>
      list(door, {
        path: `services/${serviceId}/metrics.json`,
        ...{ name: 'metrics', size: 0, item: MetricShape },
      }),
    backendMetrics: (backendId: number) =>
      list(door, {
        path: `backend_apis/${backendId}/metrics.json`,
        ...{ name: 'metrics', item: MetricShape },
      }),
  };
}

/** All that is read; a token with `ro` and Account Management suffices, for templates the portal's scope. */
export function reading(door: Door) {
  return {
    ...readingLimits(door),
    services: () =>
      list(door, {
        ...{ path: 'services.json', name: 'services', item: ServiceShape },
      }),
    backends: () =>
      list(door, {
        ...{ path: 'backend_apis.json', name: 'backend_apis' },
        item: BackendShape,
      }),
    backendUsages: (serviceId: number) =>
      list(door, {
        path: `services/${serviceId}/backend_usages.json`,
        item: BackendUsageShape,
      }),
    /** The newest of each product, in one paged call: endpoint, policies, rules. */
    proxyConfigs: (environment: 'sandbox' | 'production') =>
      list(door, {
        path: `account/proxy_configs/${environment}.json`,
        ...{ name: 'proxy_configs', item: ProxyConfigShape },
        query: { version: 'latest' },
      }),
    activeDocs: () =>
      list(door, {
        ...{ path: 'active_docs.json', name: 'api_docs', size: 0 },
        item: ActiveDocShape,
      }),
    /** Of all products. */
    applicationPlans: () =>
      list(door, {
        ...{ path: 'application_plans.json', name: 'plans', size: 0 },
        item: ApplicationPlanShape,
      }),
    servicePlans: (serviceId: number) =>
      list(door, {
        path: `services/${serviceId}/service_plans.json`,
        ...{ name: 'plans', size: 0, item: ServicePlanShape },
      }),
    provider: () => get(door, 'provider.json', ProviderShape),
    accounts: () =>
      list(door, {
        ...{ path: 'accounts.json', name: 'accounts', item: AccountShape },
      }),
    applications: (serviceId?: number) =>
      list(door, {
        ...{ path: 'applications.json', name: 'applications' },
        ...{ item: ApplicationShape, query: { service_id: serviceId } },
      }),
    /** 404 on releases up to 2.14. */
    subscriptions: (accountId: number) =>
      list(door, {
        path: `accounts/${accountId}/service_subscriptions.json`,
        ...{ name: 'service_subscriptions', size: 0, item: SubscriptionShape },
      }),
    /** With `wantedSecret`, whether the client's secret is that one. */
    authenticationProviders: (wantedSecret?: string) =>
      list(door, {
        path: 'authentication_providers.json',
        ...{ name: 'authentication_providers', size: 0 },
        item: authenticationProviderShape(wantedSecret),
      }),
    /** With their texts. */
    templates: () =>
      list(door, {
        ...{ path: 'cms/templates.json', name: 'collection', size: 100 },
        ...{ item: TemplateShape, query: { content: true } },
      }),
  };
}

export type AdminApiReader = ReturnType<typeof reading>;
