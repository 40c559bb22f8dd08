import {
  addApplicationPlan,
  addLimit,
  deleteApplicationPlan,
  updateLimit,
  updatePlan,
} from '../../state/plans';
import type { Tenant } from '../../state/Tenant';
import type { ServicesPlan } from '../../state/typesOfUse';
import type { PlanSpec, ProductSpec } from '../specs/product';
import { metricIds } from './metrics';

const fieldsOf = (systemName: string, plan: PlanSpec) => ({
  name: plan.name ?? systemName,
  state: plan.published ? 'published' : 'hidden',
  approval_required: plan.appsRequireApproval,
  trial_period_days: plan.trialPeriod,
  setup_fee: Number(plan.setupFee),
  cost_per_month: Number(plan.costMonth),
});

function putPlan(
  tenant: Tenant,
  now: ServicesPlan | undefined,
  {
    serviceId,
    systemName,
    plan,
  }: { serviceId: number; systemName: string; plan: PlanSpec },
): number {
  const fields = fieldsOf(systemName, plan);
  if (!now) {
    return addApplicationPlan(tenant, serviceId, {
      ...fields,
      system_name: systemName,
    }).id;
  }
  const current: Readonly<Record<string, unknown>> = now;
  const isSame = Object.entries(fields).every(
    ([name, value]) => current[name] === value,
  );
  if (!isSame) {
    const { id } = now;
    updatePlan(tenant, tenant.applicationPlans, { id, fields });
  }
  return now.id;
}

/** The limits that are listed and no other. */
function putLimits(
  tenant: Tenant,
  planId: number,
  { serviceId, plan }: { serviceId: number; plan: PlanSpec },
): void {
  const wanted = plan.limits.map(({ period, value, metricMethodRef }) => {
    const { systemName, backend } = metricMethodRef;
    const owner =
      backend === undefined
        ? ({ type: 'service', id: serviceId } as const)
        : ({
            type: 'backend',
            id:
              tenant.backends.find(one => one.system_name === backend)?.id ?? 0,
          } as const);
    const metricId = metricIds(tenant, owner).get(systemName) ?? 0;
    return { key: `${metricId} ${period}`, metricId, period, value };
  });
  const there = new Map(
    tenant.limits
      .list(limit => limit.plan_id === planId)
      .map(limit => [`${limit.metric_id} ${limit.period}`, limit]),
  );
  for (const { key, metricId, period, value } of wanted) {
    const now = there.get(key);
    if (!now) addLimit(tenant, { planId, metricId }, { period, value });
    else if (now.value !== value) updateLimit(tenant, now.id, { value });
    there.delete(key);
  }
  for (const { id } of there.values()) tenant.limits.delete(id);
}

/** The plans that are listed; others go, unless applications use them. */
export function putPlans(
  tenant: Tenant,
  serviceId: number,
  { applicationPlans }: ProductSpec,
): void {
  const there = new Map(
    tenant.applicationPlans
      .list(one => one.service_id === serviceId)
      .map(one => [one.system_name, one]),
  );
  for (const [systemName, plan] of Object.entries(applicationPlans)) {
    const now = there.get(systemName);
    const planId = putPlan(tenant, now, { serviceId, systemName, plan });
    putLimits(tenant, planId, { serviceId, plan });
    there.delete(systemName);
  }
  for (const { id } of there.values()) deleteApplicationPlan(tenant, id);
}
