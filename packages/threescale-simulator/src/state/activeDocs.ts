import { z } from 'zod/v4';
import { type Fields, flag, requiredText, text, whole } from './fields';
import { found, invalid } from './Refused';
import { newSystemName } from './systemName';
import type { Tenant } from './Tenant';
import type { ActiveDoc } from './typesOfUse';

const Definition = z.union([
  z.object({ openapi: z.string().regex(/^3\.[01]\.\d+/) }),
  z.object({ swagger: z.literal('2.0') }),
  z.object({ swaggerVersion: z.literal('1.2') }),
]);

function checkBody(body: string, skip: boolean): string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw invalid('body', 'Invalid JSON');
  }
  if (!skip && !Definition.safeParse(value).success) {
    throw invalid('body', 'JSON Spec is invalid');
  }
  return body;
}

function serviceIdOf(tenant: Tenant, fields: Fields): number | undefined {
  const id = whole(fields, 'service_id');
  if (id !== undefined && !tenant.services.get(id)) {
    throw invalid('service', 'not found');
  }
  return id;
}

/** The definition of an API, shown in the developer portal when it is published. */
export function createActiveDoc(tenant: Tenant, fields: Fields): ActiveDoc {
  const name = requiredText(fields, 'name');
  const skip = flag(fields, 'skip_swagger_validations') ?? false;
  requiredText(fields, 'body');
  const body = checkBody(text(fields, 'body') ?? '', skip);
  const systemName = newSystemName(fields, name, taken =>
    tenant.activeDocs.list().some(one => one.system_name === taken),
  );
  const serviceId = serviceIdOf(tenant, fields);
  return tenant.activeDocs.insert(id => ({
    ...{ id, ...tenant.stamp(), system_name: systemName, name, body },
    description: text(fields, 'description'),
    published: flag(fields, 'published') ?? false,
    skip_swagger_validations: skip,
    service_id: serviceId,
  }));
}

export function updateActiveDoc(
  tenant: Tenant,
  id: number,
  fields: Fields,
): ActiveDoc {
  const now = found(tenant.activeDocs.get(id));
  const skip =
    flag(fields, 'skip_swagger_validations') ?? now.skip_swagger_validations;
  return tenant.activeDocs.put({
    ...now,
    name: text(fields, 'name') || now.name,
    description: text(fields, 'description') ?? now.description,
    published: flag(fields, 'published') ?? now.published,
    skip_swagger_validations: skip,
    body: checkBody(text(fields, 'body') ?? now.body, skip),
    service_id: serviceIdOf(tenant, fields) ?? now.service_id,
    updated_at: tenant.time(),
  });
}
