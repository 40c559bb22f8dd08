import { createBackend, updateBackend } from './backends';
import { deployChange } from './configs';
import { type Fields, givenTexts, oneOf, text, whole } from './fields';
import { ERRORS } from './newProxy';
import { policyListOf } from './policies';
import { found, invalid, Refused } from './Refused';
import { serviceOf } from './services';
import type { Tenant } from './Tenant';
import type { Proxy, Service } from './types';
import { createUsage, usagesOf } from './usages';

const PLAIN = [
  'secret_token',
  'hostname_rewrite',
  'api_test_path',
  'oidc_issuer_endpoint',
  'oidc_issuer_type',
] as const;
const ENDPOINTS = ['endpoint', 'sandbox_endpoint'] as const;
const LOCATIONS = ['headers', 'query', 'authorization'] as const;

export function proxyOf(tenant: Tenant, serviceId: number): Proxy {
  serviceOf(tenant, serviceId);
  return found(tenant.proxies.get(serviceId));
}

function errorsOf(now: Proxy, fields: Fields): Proxy['errors'] {
  const next = { ...now.errors };
  for (const name of Object.keys(ERRORS)) {
    const value = name.startsWith('error_status_')
      ? whole(fields, name)
      : text(fields, name);
    if (value !== undefined) {
      next[name] = value;
    }
  }
  return next;
}

/** The upstream as the API of former releases knew it: the backend at `/`, made when there is none. */
function setApiBackend(tenant: Tenant, service: Service, address: string) {
  const [usage] = usagesOf(tenant, service.id);
  if (usage) {
    updateBackend(tenant, usage.backend_id, { private_endpoint: address });
    return;
  }
  const backend = createBackend(tenant, {
    name: `${service.name} Backend`,
    private_endpoint: address,
  });
  createUsage(tenant, service.id, { backend_api_id: backend.id, path: '/' });
}

/**
 * Changes the gateway settings of a product, and deploys them to the sandbox.
 * A `lock_version` that is not the present one is refused with 409.
 */
export function updateProxy(
  tenant: Tenant,
  serviceId: number,
  fields: Fields,
): Proxy {
  const now = proxyOf(tenant, serviceId);
  const service = serviceOf(tenant, serviceId);
  const lock = whole(fields, 'lock_version');
  if (lock !== undefined && lock !== now.lock_version) {
    throw new Refused(409, 'Attempted to update a stale object: Proxy');
  }
  const upstream = text(fields, 'api_backend');
  if (upstream) {
    setApiBackend(tenant, service, upstream);
  }
  // The gateways that 3scale runs itself are where its templates say.
  const isHosted = service.deployment_option === 'hosted';
  tenant.proxies.set(serviceId, {
    ...now,
    ...givenTexts(fields, PLAIN),
    ...(!isHosted && givenTexts(fields, ENDPOINTS)),
    credentials_location:
      oneOf(fields, 'credentials_location', LOCATIONS) ??
      now.credentials_location,
    auth_user_key: key(fields, 'auth_user_key') ?? now.auth_user_key,
    auth_app_id: key(fields, 'auth_app_id') ?? now.auth_app_id,
    auth_app_key: key(fields, 'auth_app_key') ?? now.auth_app_key,
    errors: errorsOf(now, fields),
    lock_version: now.lock_version + 1,
    updated_at: tenant.time(),
  });
  deployChange(tenant, serviceId);
  return proxyOf(tenant, serviceId);
}

function key(fields: Fields, name: string): string | undefined {
  const value = text(fields, name);
  if (value !== undefined && !/^[\w\-.~]+$/.test(value)) {
    throw invalid(name, 'is invalid');
  }
  return value;
}

/** Replaces the policy chain, and deploys it to the sandbox. */
export function setPolicies(
  tenant: Tenant,
  serviceId: number,
  wanted: unknown,
): Proxy {
  const now = proxyOf(tenant, serviceId);
  tenant.proxies.set(serviceId, {
    ...now,
    policies: policyListOf(wanted),
    lock_version: now.lock_version + 1,
    updated_at: tenant.time(),
  });
  deployChange(tenant, serviceId);
  return proxyOf(tenant, serviceId);
}
