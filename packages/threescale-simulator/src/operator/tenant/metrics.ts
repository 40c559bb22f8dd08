import {
  addMetric,
  deleteMetric,
  metricsOf,
  updateMetric,
  withoutOwner,
} from '../../state/metrics';
import { Refused } from '../../state/Refused';
import type { Tenant } from '../../state/Tenant';
import type { Metric, Owner } from '../../state/types';

/** Methods and metrics of a Backend's or Product's spec. */
export interface Measured {
  readonly methods: Readonly<
    Record<
      string,
      { readonly friendlyName: string; readonly description: string }
    >
  >;
  readonly metrics: Readonly<
    Record<
      string,
      {
        readonly friendlyName: string;
        readonly description: string;
        readonly unit: string;
      }
    >
  >;
}

interface Wanted {
  readonly friendly_name: string;
  readonly description: string;
  readonly unit?: string;
  readonly parent?: number;
}

/** Metrics and methods of an owner by the name that a spec gives them. */
export const metricIds = (
  tenant: Tenant,
  owner: Owner,
): ReadonlyMap<string, number> =>
  new Map(metricsOf(tenant, owner).map(one => [withoutOwner(one), one.id]));

/** Adds and changes what a spec has; `unwanted` are to go when no rule and no plan names them any more. */
export function putMetrics(
  tenant: Tenant,
  owner: Owner,
  spec: Measured,
): { readonly unwanted: readonly Metric[] } {
  const hits = metricIds(tenant, owner).get('hits');
  const wanted = new Map<string, Wanted>([
    ...Object.entries(spec.metrics).map(
      ([name, { friendlyName, description, unit }]): [string, Wanted] => [
        name,
        { friendly_name: friendlyName, description, unit },
      ],
    ),
    ...Object.entries(spec.methods).map(
      ([name, { friendlyName, description }]): [string, Wanted] => [
        name,
        { friendly_name: friendlyName, description, parent: hits },
      ],
    ),
  ]);
  const there = new Map(
    metricsOf(tenant, owner).map(one => [withoutOwner(one), one]),
  );
  for (const [name, fields] of wanted) {
    const now = there.get(name);
    if (!now) {
      addMetric(tenant, owner, { ...fields, system_name: name });
    } else if (
      now.friendly_name !== fields.friendly_name ||
      (now.description ?? '') !== fields.description
    ) {
      updateMetric(tenant, now.id, { ...fields });
    }
  }
  const unwanted = [...there].flatMap(([name, one]) =>
    wanted.has(name) ? [] : [one],
  );
  return { unwanted };
}

/** Those that a gateway still uses stay until the next promotion is without them: 3scale refuses to delete them. */
export function removeMetrics(
  tenant: Tenant,
  unwanted: readonly Metric[],
): void {
  for (const { id } of unwanted) {
    try {
      // A method may have gone with its metric.
      if (tenant.metrics.get(id)) deleteMetric(tenant, id);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
}
