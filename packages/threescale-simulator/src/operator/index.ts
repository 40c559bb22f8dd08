export { type KubernetesAccess, readKubeconfig } from './kubernetes/access';
export { Operator, type OperatorOptions } from './Operator';
export { startOperator, type StartOptions } from './startOperator';
export { operatedTenant } from './tenant/operatedTenant';
export {
  type OperatedTenant,
  TenantRefusal,
  type Versions,
} from './tenantPort';
