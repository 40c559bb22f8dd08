import { type Fields, flag, oneOf, text, whole } from './fields';
import { isOf, metricOf } from './metrics';
import { found, invalid, Refused } from './Refused';
import type { Tenant } from './Tenant';
import { HTTP_METHODS, type MappingRule, type Owner } from './types';

/** In the order in which the gateway tries them. */
export const rulesOf = (tenant: Tenant, owner: Owner): MappingRule[] =>
  tenant.rules
    .list(isOf(owner))
    .sort((a, b) => a.position - b.position || a.id - b.id);

export function ruleOf(tenant: Tenant, owner: Owner, id: number): MappingRule {
  const rule = found(tenant.rules.get(id));
  return found(isOf(owner)(rule) ? rule : undefined);
}

function checkPattern(pattern: string): void {
  if (!/^\/[\w\-./{}?&=$%~:@!+,;*'()]*$/.test(pattern)) {
    throw invalid('pattern', 'is invalid');
  }
  if (/\$./.test(pattern.replace(/\{\$?\w+\}/g, ''))) {
    throw invalid('pattern', "'$' is only allowed at the end");
  }
}

function checkDelta(delta: number): number {
  if (delta <= 0) {
    throw invalid('delta', 'must be greater than 0');
  }
  return delta;
}

export function addRule(
  tenant: Tenant,
  owner: Owner,
  fields: Fields,
): MappingRule {
  const method = oneOf(fields, 'http_method', HTTP_METHODS);
  const pattern = text(fields, 'pattern');
  const delta = whole(fields, 'delta');
  const metricId = whole(fields, 'metric_id');
  if (!method || !pattern || delta === undefined || metricId === undefined) {
    throw new Refused(422, {
      ...(!method && { http_method: ["can't be blank"] }),
      ...(!pattern && { pattern: ["can't be blank"] }),
      ...(delta === undefined && { delta: ['is not a number'] }),
      ...(metricId === undefined && { metric_id: ["can't be blank"] }),
    });
  }
  checkPattern(pattern);
  const metric = metricOf(tenant, owner, metricId);
  const last = rulesOf(tenant, owner).at(-1)?.position ?? 0;
  return tenant.rules.insert(id => ({
    ...{ id, ...tenant.stamp(), owner, metric_id: metric.id, pattern },
    http_method: method,
    delta: checkDelta(delta),
    position: whole(fields, 'position') ?? last + 1,
    last: flag(fields, 'last') ?? false,
  }));
}

export function updateRule(
  tenant: Tenant,
  id: number,
  fields: Fields,
): MappingRule {
  const now = found(tenant.rules.get(id));
  const pattern = text(fields, 'pattern') ?? now.pattern;
  checkPattern(pattern);
  const metricId = whole(fields, 'metric_id') ?? now.metric_id;
  return tenant.rules.put({
    ...{ ...now, pattern, updated_at: tenant.time() },
    metric_id: metricOf(tenant, now.owner, metricId).id,
    http_method: oneOf(fields, 'http_method', HTTP_METHODS) ?? now.http_method,
    delta: checkDelta(whole(fields, 'delta') ?? now.delta),
    position: whole(fields, 'position') ?? now.position,
    last: flag(fields, 'last') ?? now.last,
  });
}
