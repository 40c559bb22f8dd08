import { type Fields, text } from './fields';
import { found, invalid, Refused } from './Refused';
import { generated } from './systemName';
import type { Tenant } from './Tenant';
import type { Metric, Owner } from './types';

const SHAPE = /^[\w\-/.]+$/;

export const isOf =
  (owner: Owner) =>
  (row: { owner: Owner }): boolean =>
    row.owner.type === owner.type && row.owner.id === owner.id;

/** Methods as well. */
export const metricsOf = (tenant: Tenant, owner: Owner): Metric[] =>
  tenant.metrics.list(isOf(owner));

export function metricOf(tenant: Tenant, owner: Owner, id: number): Metric {
  const metric = found(tenant.metrics.get(id));
  return found(isOf(owner)(metric) ? metric : undefined);
}

/** Metrics of a backend carry its id behind their name. */
const kept = (owner: Owner, name: string) =>
  owner.type === 'backend' ? `${name}.${owner.id}` : name;

export const withoutOwner = ({ owner, system_name }: Metric): string =>
  owner.type === 'backend'
    ? system_name.replace(new RegExp(`\\.${owner.id}$`), '')
    : system_name;

/** A metric, or with `parent` a method below it. */
export function addMetric(
  tenant: Tenant,
  owner: Owner,
  fields: Fields & { parent?: number },
): Metric {
  const friendly = text(fields, 'friendly_name')?.trim();
  const { parent } = fields;
  const unit = parent === undefined ? text(fields, 'unit')?.trim() : 'hit';
  if (!friendly || !unit) {
    throw new Refused(422, {
      ...(!friendly && { friendly_name: ["can't be blank"] }),
      ...(!unit && { unit: ["can't be blank"] }),
    });
  }
  const asked = text(fields, 'system_name')?.trim();
  if (asked && !SHAPE.test(asked)) {
    throw invalid('system_name', 'invalid');
  }
  const systemName = kept(owner, asked || generated(friendly));
  if (metricsOf(tenant, owner).some(one => one.system_name === systemName)) {
    throw invalid('system_name', 'has already been taken');
  }
  if (parent !== undefined) {
    checkParent(metricOf(tenant, owner, parent));
  }
  return tenant.metrics.insert(id => ({
    ...{ id, ...tenant.stamp(), owner },
    ...{ name: systemName, system_name: systemName, friendly_name: friendly },
    ...{ description: text(fields, 'description'), unit, parent_id: parent },
  }));
}

/** Only `hits` has methods. */
function checkParent(metric: Metric): void {
  if (withoutOwner(metric) !== 'hits') {
    throw invalid('parent_id', 'is not allowed to have methods');
  }
}

export function updateMetric(
  tenant: Tenant,
  id: number,
  fields: Fields,
): Metric {
  const now = found(tenant.metrics.get(id));
  return tenant.metrics.put({
    ...now,
    friendly_name: text(fields, 'friendly_name') || now.friendly_name,
    description: text(fields, 'description') ?? now.description,
    unit: text(fields, 'unit') || now.unit,
    updated_at: tenant.time(),
  });
}

/** `hits` stays; so does what the latest gateway configuration uses. */
export function deleteMetric(tenant: Tenant, id: number): Metric {
  const metric = found(tenant.metrics.get(id));
  if (withoutOwner(metric) === 'hits') {
    throw invalid('base', 'This metric cannot be deleted');
  }
  if (isDeployed(tenant, id)) {
    throw invalid(
      'base',
      'This metric is used by the latest gateway configuration and cannot be deleted',
    );
  }
  const below = new Set(
    tenant.metrics.list(one => one.parent_id === id).map(one => one.id),
  ).add(id);
  tenant.metrics.deleteWhere(one => below.has(one.id));
  tenant.rules.deleteWhere(rule => below.has(rule.metric_id));
  tenant.limits.deleteWhere(limit => below.has(limit.metric_id));
  return metric;
}

function isDeployed(tenant: Tenant, metricId: number): boolean {
  const latest = new Map<string, number>();
  for (const config of tenant.configs.list()) {
    latest.set(`${config.service_id} ${config.environment}`, config.id);
  }
  return [...latest.values()].some(id =>
    tenant.configs
      .get(id)
      ?.content.proxy.proxy_rules.some(rule => rule.metric_id === metricId),
  );
}
