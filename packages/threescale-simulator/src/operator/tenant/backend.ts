import { createBackend, updateBackend, withPort } from '../../state/backends';
import type { Tenant } from '../../state/Tenant';
import type { BackendApi } from '../../state/types';
import type { BackendSpec } from '../specs/backend';
import { putMetrics, removeMetrics } from './metrics';
import { putRules } from './rules';

function updated(
  tenant: Tenant,
  now: BackendApi,
  fields: ReturnType<typeof fieldsOf>,
): BackendApi {
  const isSame =
    now.name === fields.name &&
    (now.description ?? '') === fields.description &&
    now.private_endpoint === withPort(fields.private_endpoint) &&
    now.annotations.managed_by === 'operator';
  return isSame ? now : updateBackend(tenant, now.id, fields);
}

const fieldsOf = (spec: BackendSpec) => ({
  name: spec.name,
  description: spec.description,
  private_endpoint: spec.privateBaseURL,
  annotations: { managed_by: 'operator' },
});

/** The backend of that system name, whoever made it, as the spec says. */
export function putBackend(tenant: Tenant, spec: BackendSpec): number {
  const fields = fieldsOf(spec);
  const now = tenant.backends.find(
    ({ system_name }) => system_name === spec.systemName,
  );
  const id = now
    ? updated(tenant, now, fields).id
    : createBackend(tenant, { ...fields, system_name: spec.systemName }).id;
  const owner = { type: 'backend', id } as const;
  const { unwanted } = putMetrics(tenant, owner, spec);
  putRules(tenant, owner, spec.mappingRules);
  removeMetrics(tenant, unwanted);
  return id;
}
