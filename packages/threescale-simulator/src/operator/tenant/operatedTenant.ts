import { createActiveDoc, updateActiveDoc } from '../../state/activeDocs';
import { deleteBackend } from '../../state/backends';
import { deploy, latestConfig, promote } from '../../state/configs';
import { Refused } from '../../state/Refused';
import { deleteService } from '../../state/services';
import type { Tenant } from '../../state/Tenant';
import type { ActiveDocSpec } from '../specs/others';
import { type OperatedTenant, TenantRefusal } from '../tenantPort';
import { putBackend } from './backend';
import { putProduct } from './product';

/** What 3scale refuses is told as it says it. */
function asking<T>(what: string, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Refused) {
      throw new TenantRefusal(
        `${what}: error calling 3scale system - reason: ${error.message} - code: ${error.status}`,
      );
    }
    throw error;
  }
}

/** What is gone already needs no removal. */
function removing(what: string, remove: () => unknown): void {
  try {
    remove();
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return;
    asking(what, () => {
      throw error;
    });
  }
}

function putActiveDoc(
  tenant: Tenant,
  spec: ActiveDocSpec,
  body: string,
): number {
  const fields = {
    name: spec.name,
    description: spec.description,
    published: spec.published,
    skip_swagger_validations: spec.skipSwaggerValidations,
    body,
    service_id: tenant.services.find(
      ({ system_name }) => system_name === spec.productSystemName,
    )?.id,
  };
  const now = tenant.activeDocs.find(
    ({ system_name }) => system_name === spec.systemName,
  );
  return now
    ? updateActiveDoc(tenant, now.id, fields).id
    : createActiveDoc(tenant, { ...fields, system_name: spec.systemName }).id;
}

/** A tenant of the simulator, as the stand-in for the operator works on it. */
export function operatedTenant(tenant: Tenant): OperatedTenant {
  const policies = new Map<string, number>();
  return {
    host: tenant.provider.admin_base_url,
    putBackend: spec => asking('backend', () => putBackend(tenant, spec)),
    removeBackend: id => removing('backend', () => deleteBackend(tenant, id)),
    putProduct: spec => asking('product', () => putProduct(tenant, spec)),
    removeProduct: id => removing('product', () => deleteService(tenant, id)),
    putActiveDoc: (spec, body) =>
      asking('activedoc', () => putActiveDoc(tenant, spec, body)),
    removeActiveDoc: id => {
      tenant.activeDocs.delete(id);
    },
    putPolicy: ({ name, version }) => {
      const key = `${name} ${version}`;
      const id = policies.get(key) ?? tenant.nextId();
      policies.set(key, id);
      return id;
    },
    removePolicy: id => {
      for (const [key, its] of policies) {
        if (its === id) policies.delete(key);
      }
    },
    versions: id => ({
      staging: latestConfig(tenant, id, 'sandbox')?.version,
      production: latestConfig(tenant, id, 'production')?.version,
    }),
    deploy: id => {
      asking('staging', () => deploy(tenant, id));
    },
    promote: id =>
      asking('promotion', () => {
        const version = latestConfig(tenant, id, 'sandbox')?.version ?? 0;
        promote(tenant, id, { from: 'sandbox', version, to: 'production' });
      }),
  };
}
