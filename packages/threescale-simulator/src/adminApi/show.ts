import {
  type Account,
  type ActiveDoc,
  type Application,
  type AuthenticationProvider,
  type BackendApi,
  type BackendUsage,
  callbackOf,
  isDefaultPlan,
  type Limit,
  type MappingRule,
  type Metric,
  type Plan,
  type Provider,
  type ProxyConfig,
  type Proxy,
  type Service,
  type ServicesPlan,
  type Subscription,
  type Tenant,
  usagesOf,
  type User,
} from '../state';

/** How the Admin API shows what a tenant holds; nothing is hidden that it does not hide. */

const links = (...pairs: [rel: string, href: string][]) =>
  pairs.map(([rel, href]) => ({ rel, href }));

export function showService({
  default_application_plan_id: _plan,
  default_service_plan_id: _servicePlan,
  ...service
}: Service) {
  const href = `/admin/api/services/${service.id}`;
  return {
    service: {
      ...service,
      ...{ intentions_required: false, buyers_manage_keys: true },
      ...{ referrer_filters_required: false, custom_keys_enabled: true },
      ...{ buyer_key_regenerate_enabled: true, mandatory_app_key: true },
      ...{ buyer_plan_change_permission: 'request' },
      notification_settings: null,
      links: links(
        ['self', href],
        ['metrics', `${href}/metrics`],
        ['service_plans', `${href}/service_plans`],
        ['application_plans', `${href}/application_plans`],
      ),
    },
  };
}

export const showBackend = (backend: BackendApi) => ({
  backend_api: {
    ...backend,
    account_id: 2,
    links: links(['self', `/admin/api/backend_apis/${backend.id}`]),
  },
});

export const showUsage = ({
  id,
  path,
  service_id,
  backend_id,
}: BackendUsage) => ({
  backend_usage: {
    ...{ id, path, service_id, backend_id },
    links: links(['service', `/admin/api/services/${service_id}`]),
  },
});

/** A backend's `hits` and methods carry the backend's id behind their name. */
export function showMetric({ owner, ...metric }: Metric) {
  const base =
    owner.type === 'service'
      ? `/admin/api/services/${owner.id}`
      : `/admin/api/backend_apis/${owner.id}`;
  const href = `${base}/metrics/${metric.id}`;
  return { ...metric, links: links(['self', href], ['parent', base]) };
}

export const showRule = ({ owner: _, ...rule }: MappingRule) => ({
  mapping_rule: rule,
});

export function showProxy(tenant: Tenant, proxy: Proxy) {
  const { errors, policies, ...shown } = proxy;
  const [usage] = usagesOf(tenant, proxy.service_id);
  const upstream = usage && tenant.backends.get(usage.backend_id);
  const href = `/admin/api/services/${proxy.service_id}/proxy`;
  return {
    proxy: {
      ...{ ...shown, ...errors },
      api_backend: upstream?.private_endpoint ?? null,
      policies_config: policies,
      links: links(
        ['mapping_rules', `${href}/mapping_rules`],
        ['self', href],
        ['service', `/admin/api/services/${proxy.service_id}`],
      ),
    },
  };
}

export const showConfig = ({
  id,
  version,
  environment,
  content,
}: ProxyConfig) => ({
  proxy_config: { id, version, environment, content },
});

const shownPlan = <P extends Plan>(plan: P, isDefault: boolean) => ({
  ...plan,
  ...{ custom: false, default: isDefault },
});

/** The service is told by a link only. */
export function showApplicationPlan(
  tenant: Tenant,
  { service_id, ...plan }: ServicesPlan,
) {
  const service = `/admin/api/services/${service_id}`;
  return {
    application_plan: {
      ...shownPlan(plan, isDefaultPlan(tenant, { id: plan.id, service_id })),
      links: links(
        ['service', service],
        ['self', `${service}/application_plans/${plan.id}`],
      ),
    },
  };
}

export const showServicePlan = (tenant: Tenant, plan: ServicesPlan) => ({
  service_plan: shownPlan(plan, isDefaultPlan(tenant, plan)),
});

export const showAccountPlan = (plan: Plan) => ({
  account_plan: shownPlan(plan, true),
});

export const showLimit = ({
  id,
  period,
  value,
  metric_id,
  plan_id,
}: Limit) => ({
  limit: { id, period, value, metric_id, plan_id },
});

export const showAccount = (account: Account) => ({
  account: {
    ...account,
    ...{ credit_card_stored: false, monthly_billing_enabled: true },
    monthly_charging_enabled: true,
    links: links(
      ['self', `/admin/api/accounts/${account.id}`],
      ['users', `/admin/api/accounts/${account.id}/users`],
    ),
  },
});

export const showUser = (user: User) => ({ user });

/** With the key, as the real API shows it. */
export function showApplication(tenant: Tenant, application: Application) {
  const { service_id, plan_id, account_id } = application;
  return {
    application: {
      ...application,
      service_name: tenant.services.get(service_id)?.name,
      plan_name: tenant.applicationPlans.get(plan_id)?.name,
      org_name: tenant.accounts.get(account_id)?.org_name,
      enabled: application.state === 'live',
    },
  };
}

export const showSubscription = ({
  account_id,
  ...subscription
}: Subscription) => ({
  service_subscription: {
    ...subscription,
    user_account_id: account_id,
    type: 'ServiceContract',
  },
});

export const showActiveDoc = (doc: ActiveDoc) => ({ api_doc: doc });

/** With the client's secret, as the real API shows it. */
export const showAuthenticationProvider = (
  tenant: Tenant,
  provider: AuthenticationProvider,
) => ({
  authentication_provider: {
    ...provider,
    ...{ account_id: 2, branding_state: null, trust_email: false },
    callback_url: callbackOf(tenant, provider),
  },
});

/** Without the time zone, which the API does not tell. */
export const showProvider = ({ timezone: _, ...provider }: Provider) => ({
  account: { ...provider, credit_card_stored: false, state: 'approved' },
});

export const showMethod = (metric: Metric) => {
  const { unit: _unit, name: _name, ...method } = showMetric(metric);
  return { method };
};

export const isMethod = ({ parent_id }: Metric) => parent_id !== undefined;
