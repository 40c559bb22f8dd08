import { latestConfig } from '../state/configs';
import type { Tenant } from '../state/Tenant';
import type { Service } from '../state/types';
import type { ServicesPlan } from '../state/typesOfUse';

/** A product that developers see, and what they may subscribe to. */
export interface Offered {
  readonly service: Service;
  readonly endpoint: string;
  readonly plans: readonly ServicesPlan[];
  /** It has been promoted, so that calls are answered. */
  readonly isLive: boolean;
}

const plansOf = (tenant: Tenant, { id }: Service): ServicesPlan[] =>
  tenant.applicationPlans.list(
    ({ service_id, state }) => service_id === id && state === 'published',
  );

function offeredOf(tenant: Tenant, service: Service): Offered {
  return {
    service,
    endpoint: tenant.proxies.get(service.id)?.endpoint ?? '',
    plans: plansOf(tenant, service),
    isLive: latestConfig(tenant, service.id, 'production') !== undefined,
  };
}

/** Products with a published plan: hidden ones cannot be subscribed to. */
export const offeredProducts = (tenant: Tenant): Offered[] =>
  tenant.services
    .list()
    .map(service => offeredOf(tenant, service))
    .filter(({ plans }) => plans.length > 0);

export const offeredProduct = (
  tenant: Tenant,
  serviceId: number,
): Offered | undefined =>
  offeredProducts(tenant).find(({ service }) => service.id === serviceId);

/** `60 hits per minute`. */
export function limitsOf(tenant: Tenant, plan: ServicesPlan): string[] {
  return tenant.limits
    .list(({ plan_id }) => plan_id === plan.id)
    .map(({ value, metric_id, period }) => {
      const metric = tenant.metrics.get(metric_id)?.friendly_name ?? '?';
      const often = period === 'eternity' ? 'in all' : `per ${period}`;
      return `${value} ${metric.toLowerCase()} ${often}`;
    });
}
