import {
  amount,
  type Fields,
  flag,
  oneOf,
  requiredText,
  text,
  whole,
} from './fields';
import { metricOf } from './metrics';
import { found, invalid, Refused } from './Refused';
import { newSystemName } from './systemName';
import type { Table } from './Table';
import type { Tenant } from './Tenant';
import {
  type Limit,
  PERIODS,
  type Plan,
  type ServicesPlan,
} from './typesOfUse';

const EVENTS = ['publish', 'hide'] as const;
const STATES = ['hidden', 'published'] as const;

function stateAfter(fields: Fields, now: Plan['state']): Plan['state'] {
  const event = oneOf(fields, 'state_event', EVENTS);
  if (event) {
    return event === 'publish' ? 'published' : 'hidden';
  }
  const state = text(fields, 'state');
  return STATES.find(one => one === state) ?? now;
}

/** New plans are hidden. */
function newPlan(
  tenant: Tenant,
  fields: Fields,
  isTaken: (name: string) => boolean,
) {
  const name = requiredText(fields, 'name');
  return {
    ...tenant.stamp(),
    ...{ name, system_name: newSystemName(fields, name, isTaken) },
    state: stateAfter(fields, 'hidden'),
    setup_fee: amount(fields, 'setup_fee') ?? 0,
    cost_per_month: amount(fields, 'cost_per_month') ?? 0,
    trial_period_days: whole(fields, 'trial_period_days') ?? 0,
    cancellation_period: whole(fields, 'cancellation_period') ?? 0,
    approval_required: flag(fields, 'approval_required') ?? false,
  };
}

function changed<P extends Plan>(tenant: Tenant, now: P, fields: Fields): P {
  return {
    ...now,
    name: text(fields, 'name') || now.name,
    state: stateAfter(fields, now.state),
    setup_fee: amount(fields, 'setup_fee') ?? now.setup_fee,
    cost_per_month: amount(fields, 'cost_per_month') ?? now.cost_per_month,
    trial_period_days:
      whole(fields, 'trial_period_days') ?? now.trial_period_days,
    cancellation_period:
      whole(fields, 'cancellation_period') ?? now.cancellation_period,
    approval_required:
      flag(fields, 'approval_required') ?? now.approval_required,
    updated_at: tenant.time(),
  };
}

export function updatePlan<P extends Plan>(
  tenant: Tenant,
  table: Table<P>,
  { id, fields }: { id: number; fields: Fields },
): P {
  return table.put(changed(tenant, found(table.get(id)), fields));
}

function addTo(
  tenant: Tenant,
  table: Table<ServicesPlan>,
  { serviceId, fields }: { serviceId: number; fields: Fields },
): ServicesPlan {
  const plan = newPlan(tenant, fields, taken =>
    table
      .list()
      .some(one => one.service_id === serviceId && one.system_name === taken),
  );
  return table.insert(id => ({ id, service_id: serviceId, ...plan }));
}

export const addServicePlan = (
  tenant: Tenant,
  serviceId: number,
  fields: Fields,
): ServicesPlan => addTo(tenant, tenant.servicePlans, { serviceId, fields });

export const addApplicationPlan = (
  tenant: Tenant,
  serviceId: number,
  fields: Fields,
): ServicesPlan =>
  addTo(tenant, tenant.applicationPlans, { serviceId, fields });

export function addAccountPlan(tenant: Tenant, fields: Fields): Plan {
  const plan = newPlan(tenant, fields, taken =>
    tenant.accountPlans.list().some(one => one.system_name === taken),
  );
  return tenant.accountPlans.insert(id => ({ id, ...plan }));
}

/** Makes a plan the one that is taken when none is asked for. */
export function setDefaultPlan(
  tenant: Tenant,
  kind: 'application' | 'service',
  plan: ServicesPlan,
): ServicesPlan {
  const service = found(tenant.services.get(plan.service_id));
  tenant.services.put({
    ...service,
    ...(kind === 'application'
      ? { default_application_plan_id: plan.id }
      : { default_service_plan_id: plan.id }),
  });
  return plan;
}

export function isDefaultPlan(
  tenant: Tenant,
  { id, service_id }: { id: number; service_id: number },
): boolean {
  const service = tenant.services.get(service_id);
  return (
    service?.default_application_plan_id === id ||
    service?.default_service_plan_id === id
  );
}

/** Refused while somebody uses it. */
export function deleteApplicationPlan(
  tenant: Tenant,
  id: number,
): ServicesPlan {
  const plan = found(tenant.applicationPlans.get(id));
  if (tenant.applications.find(({ plan_id }) => plan_id === id)) {
    throw invalid('base', 'This plan cannot be deleted: applications use it');
  }
  tenant.applicationPlans.delete(id);
  tenant.limits.deleteWhere(limit => limit.plan_id === id);
  return plan;
}

/** A limit of one metric, of the plan's product or of one of its backends. */
export function addLimit(
  tenant: Tenant,
  { planId, metricId }: { planId: number; metricId: number },
  fields: Fields,
): Limit {
  const plan = found(tenant.applicationPlans.get(planId));
  const metric = found(tenant.metrics.get(metricId));
  if (metric.owner.type === 'service') {
    metricOf(tenant, { type: 'service', id: plan.service_id }, metricId);
  }
  const period = oneOf(fields, 'period', PERIODS);
  const value = whole(fields, 'value');
  if (!period || value === undefined || value < 0) {
    throw new Refused(422, {
      ...(!period && { period: ['is invalid'] }),
      ...((value ?? -1) < 0 && { value: ['is not a number'] }),
    });
  }
  const isTaken = tenant.limits.find(
    one =>
      one.plan_id === planId &&
      one.metric_id === metricId &&
      one.period === period,
  );
  if (isTaken) {
    throw invalid('period', 'has already been taken');
  }
  return tenant.limits.insert(id => ({
    ...{ id, ...tenant.stamp(), plan_id: planId, metric_id: metricId },
    ...{ period, value },
  }));
}

export function updateLimit(tenant: Tenant, id: number, fields: Fields): Limit {
  const now = found(tenant.limits.get(id));
  return tenant.limits.put({
    ...now,
    period: oneOf(fields, 'period', PERIODS) ?? now.period,
    value: whole(fields, 'value') ?? now.value,
    updated_at: tenant.time(),
  });
}
