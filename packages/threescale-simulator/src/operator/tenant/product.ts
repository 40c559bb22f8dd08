import { isDeepStrictEqual } from 'node:util';
import { deploy } from '../../state/configs';
import { proxyOf, setPolicies, updateProxy } from '../../state/proxies';
import { createService, serviceOf, updateService } from '../../state/services';
import type { Tenant } from '../../state/Tenant';
import type { Service } from '../../state/types';
import { createUsage, updateUsage, usagesOf } from '../../state/usages';
import {
  type GatewayResponseSpec,
  type ProductSpec,
  userKeyOf,
} from '../specs/product';
import { putMetrics, removeMetrics } from './metrics';
import { putPlans } from './plans';
import { putRules } from './rules';

function putService(tenant: Tenant, spec: ProductSpec): Service {
  const fields = {
    name: spec.name,
    description: spec.description,
    deployment_option: spec.deployment.apicastSelfManaged
      ? 'self_managed'
      : 'hosted',
    annotations: { managed_by: 'operator' },
  };
  const now = tenant.services.find(
    ({ system_name }) => system_name === spec.systemName,
  );
  if (!now) {
    return createService(tenant, { ...fields, system_name: spec.systemName });
  }
  const isSame =
    now.name === spec.name &&
    (now.description ?? '') === spec.description &&
    now.deployment_option === fields.deployment_option &&
    now.annotations.managed_by === 'operator';
  return isSame ? now : updateService(tenant, now.id, fields);
}

function putUsages(tenant: Tenant, id: number, spec: ProductSpec): void {
  const wanted = new Map(
    Object.entries(spec.backendUsages).map(([name, { path }]) => [
      tenant.backends.find(one => one.system_name === name)?.id,
      path,
    ]),
  );
  for (const usage of usagesOf(tenant, id)) {
    if (!wanted.has(usage.backend_id)) tenant.usages.delete(usage.id);
  }
  for (const [backend_api_id, path] of wanted) {
    const now = usagesOf(tenant, id).find(
      one => one.backend_id === backend_api_id,
    );
    if (!now) createUsage(tenant, id, { backend_api_id, path });
    else updateUsage(tenant, now.id, { path });
  }
}

/** `errorStatusAuthFailed` is `error_status_auth_failed` in the Admin API. */
function errorFields(response: GatewayResponseSpec): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(response).map(([name, value]) => [
      name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

/** Only what differs is sent: each change makes a version of the staging configuration. */
function putProxy(tenant: Tenant, id: number, spec: ProductSpec): void {
  const key = userKeyOf(spec);
  const selfManaged = spec.deployment.apicastSelfManaged;
  const fields: Record<string, unknown> = {
    credentials_location: key.credentials,
    auth_user_key: key.authUserKey,
    ...errorFields(key.gatewayResponse),
    ...(key.security?.secretToken && {
      secret_token: key.security.secretToken,
    }),
    ...(key.security?.hostHeader && {
      hostname_rewrite: key.security.hostHeader,
    }),
    ...(selfManaged?.productionPublicBaseURL && {
      endpoint: selfManaged.productionPublicBaseURL,
    }),
    ...(selfManaged?.stagingPublicBaseURL && {
      sandbox_endpoint: selfManaged.stagingPublicBaseURL,
    }),
  };
  const now = proxyOf(tenant, id);
  const flat: Record<string, unknown> = { ...now, ...now.errors };
  const isSame = Object.entries(fields).every(
    ([name, value]) => flat[name] === value,
  );
  if (!isSame) updateProxy(tenant, id, fields);
  const policies = spec.policies.map(one => ({ ...one }));
  if (!isDeepStrictEqual(proxyOf(tenant, id).policies, policies)) {
    setPolicies(tenant, id, policies);
  }
}

/** The product of that system name, whoever made it, as the spec says, and in staging. */
export function putProduct(
  tenant: Tenant,
  spec: ProductSpec,
): { readonly id: number; readonly state: string } {
  const { id } = putService(tenant, spec);
  const owner = { type: 'service', id } as const;
  putUsages(tenant, id, spec);
  const { unwanted } = putMetrics(tenant, owner, spec);
  putRules(tenant, owner, spec.mappingRules);
  putProxy(tenant, id, spec);
  putPlans(tenant, id, spec);
  deploy(tenant, id);
  removeMetrics(tenant, unwanted);
  return { id, state: serviceOf(tenant, id).state };
}
