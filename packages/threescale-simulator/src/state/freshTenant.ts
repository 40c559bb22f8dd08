import { signUp } from './accounts';
import { createActiveDoc } from './activeDocs';
import { createBackend } from './backends';
import {
  addAccountPlan,
  addApplicationPlan,
  setDefaultPlan,
  updatePlan,
} from './plans';
import { FRESH_SETTINGS } from './portal';
import { updateProxy } from './proxies';
import { createService } from './services';
import { Tenant, type TenantOptions } from './Tenant';
import { type AccessToken, SCOPES } from './typesOfUse';
import { createUsage } from './usages';

const ECHO = {
  openapi: '3.0.1',
  info: { title: 'Echo API', version: '1.0' },
  paths: { '/': { get: { responses: { 200: { description: 'Echo' } } } } },
};

/** Of portals as they are shipped: pages and partials that may be changed, not deleted. */
function addBuiltIn(tenant: Tenant): void {
  const root = tenant.sections.insert(id => ({
    ...{ id, ...tenant.stamp(), title: 'Root', system_name: 'root' },
    ...{ partial_path: '/', public: true },
  }));
  const shared = { liquid_enabled: true, content_type: 'text/html' };
  const layout = { title: 'Main layout', system_name: 'main_layout' };
  const page = { title: 'Homepage', path: '/', section_id: root.id };
  const published = '<h1>{{ provider.name }}</h1>';
  const rows = [
    { type: 'layout', ...layout, published: '{% content %}' },
    { type: 'page', ...page, layout_name: 'main_layout', published },
    { type: 'builtin_page', title: 'Login', system_name: 'login/new' },
    { type: 'builtin_page', title: 'Services', system_name: 'services/index' },
    { type: 'builtin_partial', system_name: 'submenu' },
    { type: 'builtin_partial', system_name: 'login/sso' },
  ] as const;
  for (const row of rows) {
    tenant.templates.insert(id => ({
      ...{ id, ...tenant.stamp(), ...shared, ...row },
    }));
  }
}

/** The product, backend, plans and developer that every new tenant has as a sample. */
export function addSample(tenant: Tenant): void {
  const service = createService(tenant, { name: 'API', system_name: 'api' });
  const backend = createBackend(tenant, {
    name: 'API Backend',
    system_name: 'api_backend',
    private_endpoint: 'https://echo-api.3scale.net:443',
    description: 'Backend of API',
  });
  createUsage(tenant, service.id, { backend_api_id: backend.id, path: '/' });
  updateProxy(tenant, service.id, {});
  for (const plan of tenant.servicePlans.list()) {
    setDefaultPlan(tenant, 'service', plan);
  }
  const basic = addApplicationPlan(tenant, service.id, { name: 'Basic' });
  const unlimited = addApplicationPlan(tenant, service.id, {
    name: 'Unlimited',
  });
  for (const { id } of [basic, unlimited]) {
    updatePlan(tenant, tenant.applicationPlans, {
      id,
      fields: { state_event: 'publish' },
    });
  }
  signUp(tenant, {
    org_name: 'Developer',
    username: 'john',
    email: 'john@example.com',
    application_plan_id: basic.id,
  });
  createActiveDoc(tenant, {
    name: 'Echo',
    system_name: 'echo',
    body: JSON.stringify(ECHO),
    published: true,
  });
}

/** Reads and writes everything. */
export function addToken(
  tenant: Tenant,
  token: Partial<AccessToken> & { value: string },
): AccessToken {
  const added: AccessToken = { permission: 'rw', scopes: SCOPES, ...token };
  tenant.tokens.push(added);
  return added;
}

/** A tenant as it is after its first login, with or without the sample. */
export function freshTenant(
  options: TenantOptions & { sample?: boolean } = {},
): Tenant {
  const tenant = new Tenant(options);
  tenant.settings = FRESH_SETTINGS;
  addAccountPlan(tenant, { name: 'Default', state_event: 'publish' });
  addBuiltIn(tenant);
  if (options.sample !== false) {
    addSample(tenant);
  }
  return tenant;
}
