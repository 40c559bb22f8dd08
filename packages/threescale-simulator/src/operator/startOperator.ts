import type { Tenant } from '../state';
import { Operator, type OperatorOptions } from './Operator';
import { operatedTenant } from './tenant/operatedTenant';

/** As the operator's, but for what is there by default. */
export type StartOptions = Omit<OperatorOptions, 'namespace' | 'tenant'> & {
  readonly namespace?: string;
  readonly tenant: Tenant;
};

/** Starts a stand-in for the operator on a tenant, in the namespace `3scale` unless another is given. */
export function startOperator({
  namespace = '3scale',
  tenant,
  ...options
}: StartOptions): Operator {
  const operator = new Operator({
    ...options,
    namespace,
    tenant: operatedTenant(tenant),
  });
  operator.start();
  return operator;
}
