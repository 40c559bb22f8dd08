import { backendOf } from './backends';
import { type Fields, text, whole } from './fields';
import { found, invalid } from './Refused';
import { serviceOf } from './services';
import type { Tenant } from './Tenant';
import type { BackendUsage } from './types';

export const usagesOf = (tenant: Tenant, serviceId: number): BackendUsage[] =>
  tenant.usages.list(({ service_id }) => service_id === serviceId);

export function usageOf(
  tenant: Tenant,
  serviceId: number,
  id: number,
): BackendUsage {
  const usage = found(tenant.usages.get(id));
  return found(usage.service_id === serviceId ? usage : undefined);
}

/** Begins with a slash, ends without one. */
const cleanPath = (path: string) => `/${path.replace(/^\/+|\/+$/g, '')}`;

function checkPath(
  tenant: Tenant,
  usage: Omit<BackendUsage, 'id'>,
  id?: number,
) {
  const isTaken = usagesOf(tenant, usage.service_id).some(
    other => other.path === usage.path && other.id !== id,
  );
  if (isTaken) {
    throw invalid('path', 'has already been taken');
  }
}

export function createUsage(
  tenant: Tenant,
  serviceId: number,
  fields: Fields,
): BackendUsage {
  serviceOf(tenant, serviceId);
  const asked = whole(fields, 'backend_api_id');
  if (asked === undefined) {
    throw invalid('backend_api_id', "can't be blank");
  }
  const usage = {
    service_id: serviceId,
    backend_id: backendOf(tenant, asked).id,
    path: cleanPath(text(fields, 'path') ?? ''),
  };
  if (usagesOf(tenant, serviceId).some(one => one.backend_id === asked)) {
    throw invalid('backend_api_id', 'has already been taken');
  }
  checkPath(tenant, usage);
  return tenant.usages.insert(id => ({ id, ...usage }));
}

export function updateUsage(
  tenant: Tenant,
  id: number,
  fields: Fields,
): BackendUsage {
  const now = found(tenant.usages.get(id));
  const next = { ...now, path: cleanPath(text(fields, 'path') ?? now.path) };
  checkPath(tenant, next, id);
  return tenant.usages.put(next);
}
