import { addRule, rulesOf, updateRule } from '../../state/rules';
import type { Tenant } from '../../state/Tenant';
import type { MappingRule, Owner } from '../../state/types';
import type { MappingRuleSpec } from '../specs/common';
import { metricIds } from './metrics';

function isSame(
  rule: MappingRule,
  wanted: ReturnType<typeof fieldsOf>,
): boolean {
  return (
    rule.http_method === wanted.http_method &&
    rule.pattern === wanted.pattern &&
    rule.metric_id === wanted.metric_id &&
    rule.delta === wanted.delta &&
    rule.last === wanted.last &&
    rule.position === wanted.position
  );
}

const fieldsOf = (
  rule: MappingRuleSpec,
  { metric_id, position }: { metric_id: number; position: number },
) => ({
  http_method: rule.httpMethod,
  pattern: rule.pattern,
  metric_id,
  delta: rule.increment,
  last: rule.last,
  position,
});

/** Makes the rules those that are listed, in that order; every other one is deleted, 3scale's own `GET /` as well. */
export function putRules(
  tenant: Tenant,
  owner: Owner,
  rules: readonly MappingRuleSpec[],
): void {
  const ids = metricIds(tenant, owner);
  const there = rulesOf(tenant, owner);
  for (const [index, rule] of rules.entries()) {
    const fields = fieldsOf(rule, {
      metric_id: ids.get(rule.metricMethodRef) ?? 0,
      position: index + 1,
    });
    const now = there[index];
    if (!now) addRule(tenant, owner, fields);
    else if (!isSame(now, fields)) updateRule(tenant, now.id, fields);
  }
  for (const { id } of there.slice(rules.length)) tenant.rules.delete(id);
}
