import { annotationsOf } from './annotations';
import { type Fields, requiredText, text } from './fields';
import { addMetric } from './metrics';
import { found, invalid } from './Refused';
import { newSystemName } from './systemName';
import type { Tenant } from './Tenant';
import type { BackendApi } from './types';

const PORTS: Readonly<Record<string, string>> = {
  'http:': '80',
  'ws:': '80',
  'https:': '443',
  'wss:': '443',
};

export function backendOf(tenant: Tenant, id: number): BackendApi {
  return found(tenant.backends.get(id));
}

/** As 3scale writes a private address: with its port, and without a slash alone at its end. */
export function withPort(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const port = url && PORTS[url.protocol];
  if (!url || port === undefined) {
    throw invalid('private_endpoint', 'Invalid URL format');
  }
  if (url.username || url.password || url.search || url.hash) {
    throw invalid('private_endpoint', 'Invalid URL format');
  }
  if (/^(localhost|127\.|\[::1\])/.test(url.hostname)) {
    throw invalid('private_endpoint', "can't be localhost");
  }
  const path = url.pathname === '/' ? '' : url.pathname;
  return `${url.protocol}//${url.hostname}:${url.port || port}${path}`;
}

/** A new backend, with its metric `hits.<id>`. */
export function createBackend(tenant: Tenant, fields: Fields): BackendApi {
  const name = requiredText(fields, 'name');
  const endpoint = withPort(requiredText(fields, 'private_endpoint'));
  const systemName = newSystemName(fields, name, taken =>
    tenant.backends.list().some(one => one.system_name === taken),
  );
  const backend = tenant.backends.insert(id => ({
    ...{ id, ...tenant.stamp(), name, system_name: systemName },
    description: text(fields, 'description'),
    private_endpoint: endpoint,
    annotations: annotationsOf(fields),
  }));
  const owner = { type: 'backend', id: backend.id } as const;
  addMetric(tenant, owner, {
    friendly_name: 'Hits',
    system_name: 'hits',
    unit: 'hit',
    description: 'Number of API hits',
  });
  return backend;
}

export function updateBackend(
  tenant: Tenant,
  id: number,
  fields: Fields,
): BackendApi {
  const now = backendOf(tenant, id);
  const asked = text(fields, 'system_name');
  if (asked !== undefined && asked !== now.system_name) {
    throw invalid('system_name', 'cannot be changed');
  }
  const endpoint = text(fields, 'private_endpoint');
  return tenant.backends.put({
    ...now,
    name: text(fields, 'name') ?? now.name,
    description: text(fields, 'description') ?? now.description,
    private_endpoint:
      endpoint === undefined ? now.private_endpoint : withPort(endpoint),
    annotations: { ...now.annotations, ...annotationsOf(fields) },
    updated_at: tenant.time(),
  });
}

/** Refused while a product uses it. */
export function deleteBackend(tenant: Tenant, id: number): BackendApi {
  const backend = backendOf(tenant, id);
  const isUsed = tenant.usages.find(
    ({ backend_id, service_id }) =>
      backend_id === id && tenant.services.get(service_id) !== undefined,
  );
  if (isUsed) {
    throw invalid(
      'base',
      'cannot be deleted because it is used by at least one Product',
    );
  }
  tenant.backends.delete(id);
  tenant.clearing.push({
    type: 'backend_api',
    id,
    run: () => clear(tenant, id),
  });
  return backend;
}

function clear(tenant: Tenant, id: number): void {
  tenant.metrics.deleteWhere(
    ({ owner }) => owner.type === 'backend' && owner.id === id,
  );
  tenant.rules.deleteWhere(
    ({ owner }) => owner.type === 'backend' && owner.id === id,
  );
  tenant.usages.deleteWhere(({ backend_id }) => backend_id === id);
}
