import { type Fields, requiredText, text, whole } from './fields';
import { found, invalid } from './Refused';
import { subscribe, subscriptionsOf } from './subscriptions';
import type { Tenant } from './Tenant';
import type { Application, Subscription } from './typesOfUse';

/**
 * An application with its key. Where the account has no subscription to the
 * service, one to its default service plan, else to its first one, is made; it
 * stays when the application goes.
 */
export function createApplication(
  tenant: Tenant,
  accountId: number,
  fields: Fields,
): Application {
  found(tenant.accounts.get(accountId));
  const name = requiredText(fields, 'name');
  const planId = whole(fields, 'plan_id');
  if (planId === undefined) {
    throw invalid('plan', "can't be blank");
  }
  const plan = found(tenant.applicationPlans.get(planId));
  const key = text(fields, 'user_key') || tenant.secret('user-key');
  checkKey(tenant, key);
  ensureSubscription(tenant, accountId, plan.service_id);
  return tenant.applications.insert(id => ({
    ...{ id, ...tenant.stamp(), account_id: accountId },
    ...{ service_id: plan.service_id, plan_id: plan.id, name },
    description: text(fields, 'description') ?? '',
    state: plan.approval_required ? 'pending' : 'live',
    user_key: key,
  }));
}

function checkKey(tenant: Tenant, key: string, id?: number): void {
  const isTaken = tenant.applications.find(
    one => one.user_key === key && one.id !== id,
  );
  if (isTaken) {
    throw invalid('user_key', 'has already been taken');
  }
  if (!/^[\w\-.=+/]{5,256}$/.test(key)) {
    throw invalid('user_key', 'is invalid');
  }
}

function ensureSubscription(
  tenant: Tenant,
  accountId: number,
  serviceId: number,
): Subscription | undefined {
  const there = subscriptionsOf(tenant, accountId).find(
    ({ service_id }) => service_id === serviceId,
  );
  if (there) {
    return there;
  }
  const plan =
    tenant.services.get(serviceId)?.default_service_plan_id ??
    tenant.servicePlans.find(({ service_id }) => service_id === serviceId)?.id;
  return plan === undefined ? undefined : subscribe(tenant, accountId, plan);
}

export function updateApplication(
  tenant: Tenant,
  id: number,
  fields: Fields,
): Application {
  const now = found(tenant.applications.get(id));
  const key = text(fields, 'user_key') || now.user_key;
  checkKey(tenant, key, id);
  return tenant.applications.put({
    ...now,
    name: text(fields, 'name') || now.name,
    description: text(fields, 'description') ?? now.description,
    user_key: key,
    updated_at: tenant.time(),
  });
}

export function changeApplicationPlan(
  tenant: Tenant,
  id: number,
  planId: number,
): Application {
  const now = found(tenant.applications.get(id));
  const plan = found(tenant.applicationPlans.get(planId));
  if (plan.service_id !== now.service_id) {
    throw invalid('plan_id', 'is of another service');
  }
  return tenant.applications.put({ ...now, plan_id: planId });
}

const EVENTS: Readonly<Record<string, Application['state']>> = {
  accept: 'live',
  resume: 'live',
  suspend: 'suspended',
};

export function doWithApplication(
  tenant: Tenant,
  id: number,
  event: string,
): Application {
  const now = found(tenant.applications.get(id));
  return tenant.applications.put({ ...now, state: found(EVENTS[event]) });
}

/** The application that a key belongs to, within one service. */
export const applicationOfKey = (
  tenant: Tenant,
  serviceId: number,
  key: string,
): Application | undefined =>
  tenant.applications.find(
    ({ service_id, user_key }) => service_id === serviceId && user_key === key,
  );
