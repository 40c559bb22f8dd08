import { found, invalid } from './Refused';
import type { Tenant } from './Tenant';
import type { Subscription } from './typesOfUse';

export const subscriptionsOf = (
  tenant: Tenant,
  accountId: number,
): Subscription[] =>
  tenant.subscriptions.list(({ account_id }) => account_id === accountId);

/** Subscribes an account to a service plan: once to each service. */
export function subscribe(
  tenant: Tenant,
  accountId: number,
  planId: number,
): Subscription {
  found(tenant.accounts.get(accountId));
  const plan = found(tenant.servicePlans.get(planId));
  const isThere = subscriptionsOf(tenant, accountId).some(
    ({ service_id }) => service_id === plan.service_id,
  );
  if (isThere) {
    throw invalid('base', 'already subscribed to this service');
  }
  return tenant.subscriptions.insert(id => ({
    ...{ id, ...tenant.stamp(), account_id: accountId, plan_id: planId },
    service_id: plan.service_id,
    state: plan.approval_required ? 'pending' : 'live',
  }));
}

export function approveSubscription(tenant: Tenant, id: number): Subscription {
  const now = found(tenant.subscriptions.get(id));
  return tenant.subscriptions.put({ ...now, state: 'live' });
}

export function changeSubscription(
  tenant: Tenant,
  id: number,
  planId: number,
): Subscription {
  const now = found(tenant.subscriptions.get(id));
  const plan = found(tenant.servicePlans.get(planId));
  if (plan.service_id !== now.service_id) {
    throw invalid('plan_id', 'is of another service');
  }
  return tenant.subscriptions.put({ ...now, plan_id: planId });
}

/** Refused while the account has applications of the service. */
export function unsubscribe(tenant: Tenant, id: number): Subscription {
  const subscription = found(tenant.subscriptions.get(id));
  const isUsed = tenant.applications.find(
    ({ account_id, service_id }) =>
      account_id === subscription.account_id &&
      service_id === subscription.service_id,
  );
  if (isUsed) {
    throw invalid('base', 'applications of this service are still there');
  }
  tenant.subscriptions.delete(id);
  return subscription;
}
