import { annotationsOf } from './annotations';
import {
  type Fields,
  flag,
  givenTexts,
  oneOf,
  requiredText,
  text,
  whole,
} from './fields';
import { addMetric } from './metrics';
import { addServicePlan } from './plans';
import { newProxy } from './newProxy';
import { found, invalid } from './Refused';
import { addRule } from './rules';
import { newSystemName } from './systemName';
import type { Tenant } from './Tenant';
import type { Service } from './types';

const DEPLOYMENTS = ['hosted', 'self_managed', 'service_mesh_istio'] as const;
const VERSIONS = ['1', '2', 'oidc'] as const;
const STATES = ['incomplete', 'hidden', 'published', 'offline'] as const;

export function serviceOf(tenant: Tenant, id: number): Service {
  return found(tenant.services.get(id));
}

/**
 * A new product, and what 3scale makes with each one: the metric `hits`, the
 * service plan `Default`, a proxy, and the mapping rule `GET /`.
 */
export function createService(tenant: Tenant, fields: Fields): Service {
  const name = requiredText(fields, 'name');
  const systemName = newSystemName(fields, name, taken =>
    tenant.services.list().some(one => one.system_name === taken),
  );
  const service = tenant.services.insert(id => ({
    ...{ id, ...tenant.stamp(), name, system_name: systemName },
    description: text(fields, 'description'),
    state: oneOf(fields, 'state', STATES) ?? 'incomplete',
    support_email: text(fields, 'support_email') ?? '',
    deployment_option:
      oneOf(fields, 'deployment_option', DEPLOYMENTS) ?? 'hosted',
    backend_version: oneOf(fields, 'backend_version', VERSIONS) ?? '1',
    buyers_manage_apps: flag(fields, 'buyers_manage_apps') ?? true,
    buyer_can_select_plan: flag(fields, 'buyer_can_select_plan') ?? false,
    annotations: annotationsOf(fields),
  }));
  const owner = { type: 'service', id: service.id } as const;
  const hits = addMetric(tenant, owner, {
    friendly_name: 'Hits',
    system_name: 'hits',
    unit: 'hit',
    description: 'Number of API hits',
  });
  addServicePlan(tenant, service.id, {
    name: 'Default',
    system_name: 'default',
  });
  tenant.proxies.set(service.id, newProxy(tenant, service));
  const rule = {
    http_method: 'GET',
    pattern: '/',
    delta: 1,
    metric_id: hits.id,
  };
  addRule(tenant, owner, rule);
  return serviceOf(tenant, service.id);
}

/** The system name stays what it is: asking for another one is refused. */
export function updateService(
  tenant: Tenant,
  id: number,
  fields: Fields,
): Service {
  const now = serviceOf(tenant, id);
  const asked = text(fields, 'system_name');
  if (asked !== undefined && asked !== now.system_name) {
    throw invalid('system_name', 'cannot be changed');
  }
  if (text(fields, 'name') === '') {
    throw invalid('name', "can't be blank");
  }
  return tenant.services.put({
    ...now,
    ...givenTexts(fields, ['name', 'description', 'support_email']),
    state: oneOf(fields, 'state', STATES) ?? now.state,
    deployment_option:
      oneOf(fields, 'deployment_option', DEPLOYMENTS) ?? now.deployment_option,
    backend_version:
      oneOf(fields, 'backend_version', VERSIONS) ?? now.backend_version,
    buyers_manage_apps:
      flag(fields, 'buyers_manage_apps') ?? now.buyers_manage_apps,
    buyer_can_select_plan:
      flag(fields, 'buyer_can_select_plan') ?? now.buyer_can_select_plan,
    annotations: { ...now.annotations, ...annotationsOf(fields) },
    default_service_plan_id:
      whole(fields, 'default_service_plan_id') ?? now.default_service_plan_id,
    default_application_plan_id:
      whole(fields, 'default_application_plan_id') ??
      now.default_application_plan_id,
    updated_at: tenant.time(),
  });
}

/**
 * Gone for readers at once, cleared in the background. The last product of a
 * tenant stays. Applications and their keys go with their product.
 */
export function deleteService(tenant: Tenant, id: number): Service {
  const service = serviceOf(tenant, id);
  if (tenant.services.size === 1) {
    throw invalid('base', 'This product cannot be deleted: it is the last one');
  }
  tenant.services.delete(id);
  tenant.clearing.push({
    type: 'service',
    id,
    run: () => clearService(tenant, id),
  });
  return service;
}

function clearService(tenant: Tenant, id: number): void {
  const isIts = (row: { service_id?: number }) => row.service_id === id;
  const isOwned = ({ owner }: { owner: { type: string; id: number } }) =>
    owner.type === 'service' && owner.id === id;
  const plans = new Set(
    tenant.applicationPlans.list(isIts).map(plan => plan.id),
  );
  tenant.limits.deleteWhere(limit => plans.has(limit.plan_id));
  tenant.proxies.delete(id);
  tenant.usages.deleteWhere(isIts);
  tenant.metrics.deleteWhere(isOwned);
  tenant.rules.deleteWhere(isOwned);
  tenant.configs.deleteWhere(isIts);
  tenant.applications.deleteWhere(isIts);
  tenant.subscriptions.deleteWhere(isIts);
  tenant.applicationPlans.deleteWhere(isIts);
  tenant.servicePlans.deleteWhere(isIts);
  for (const doc of tenant.activeDocs.list(isIts)) {
    tenant.activeDocs.put({ ...doc, service_id: undefined });
  }
}
