import { refusalOf, withModel } from './__testUtils__/model';
import {
  addLimit,
  addMetric,
  addRule,
  applicationOfKey,
  createActiveDoc,
  createApplication,
  createService,
  deleteApplicationPlan,
  deleteBackend,
  deleteMetric,
  deleteService,
  deploy,
  freshTenant,
  generated,
  metricsOf,
  proxyOf,
  publishTemplate,
  createTemplate,
  createAuthenticationProvider,
  callbackOf,
  rulesOf,
  setDefaultPlan,
  signUp,
  subscriptionsOf,
  updateService,
  withPort,
} from './index';

describe('a new product', () => {
  it('comes with hits, a service plan, a proxy and the rule GET /', () => {
    const tenant = freshTenant();
    const { id } = createService(tenant, { name: 'Granite 8B' });
    const owner = { type: 'service', id } as const;
    expect(metricsOf(tenant, owner)).toMatchObject([{ system_name: 'hits' }]);
    expect(rulesOf(tenant, owner)).toMatchObject([
      { http_method: 'GET', pattern: '/', delta: 1 },
    ]);
    expect(
      tenant.servicePlans.list(plan => plan.service_id === id),
    ).toMatchObject([{ name: 'Default', state: 'hidden' }]);
    expect(proxyOf(tenant, id)).toMatchObject({
      endpoint:
        'https://granite-8b-maas-apicast-production.apps.example.com:443',
      sandbox_endpoint:
        'https://granite-8b-maas-apicast-staging.apps.example.com:443',
      credentials_location: 'query',
      auth_user_key: 'user_key',
    });
    expect(tenant.services.get(id)?.default_service_plan_id).toBeUndefined();
  });

  it.each([
    ['no name', {}, 'name'],
    [
      'a system name with a space',
      { name: 'a', system_name: 'a b' },
      'system_name',
    ],
    [
      'a system name that is taken',
      { name: 'a', system_name: 'api' },
      'system_name',
    ],
    [
      'an annotation of our own',
      { name: 'a', annotations: { owner: 'x' } },
      'annotations',
    ],
  ])('is refused with %s', (_, fields, field) => {
    const refused = refusalOf(() => createService(freshTenant(), fields));
    expect(refused?.status).toBe(422);
    expect(Object.keys(refused?.errors ?? {})).toEqual([field]);
  });

  it('keeps its system name', () => {
    const tenant = freshTenant();
    const { id } = createService(tenant, { name: 'Granite' });
    const rename = () => updateService(tenant, id, { system_name: 'other' });
    expect(refusalOf(rename)?.status).toBe(422);
  });
});

it.each([
  ['Granite 8B Code!', 'granite_8b_code'],
  ['API', 'api'],
  ['Übung', 'u_bung'],
  ['x', 'item_x'],
])('makes of the name %p the system name %p', (name, made) => {
  expect(generated(name)).toBe(made);
});

it.each([
  ['http://a.b.svc', 'http://a.b.svc:80'],
  ['https://a.b.svc/', 'https://a.b.svc:443'],
  ['http://a.b.svc:8080/v1', 'http://a.b.svc:8080/v1'],
  ['wss://a.b.svc/x', 'wss://a.b.svc:443/x'],
])('writes the private address %p with its port', (given, kept) => {
  expect(withPort(given)).toBe(kept);
});

it.each(['ftp://a.b', 'http://localhost:80', 'a.b.svc', 'http://u:p@a.b', ''])(
  'refuses the private address %p',
  address => {
    expect(refusalOf(() => withPort(address))?.status).toBe(422);
  },
);

describe('deletion', () => {
  it('leaves a backend that is used, and the last product', () => {
    const tenant = freshTenant();
    const [api] = tenant.services.list();
    const [backend] = tenant.backends.list();
    expect(
      refusalOf(() => deleteBackend(tenant, backend?.id ?? 0))?.status,
    ).toBe(422);
    expect(refusalOf(() => deleteService(tenant, api?.id ?? 0))?.status).toBe(
      422,
    );
  });

  it('hides at once and clears in the background', () => {
    const tenant = freshTenant();
    const { service, plan } = withModel(tenant);
    const account = signUp(tenant, { org_name: 'Acme', username: 'ann' });
    createApplication(tenant, account.id, { name: 'app', plan_id: plan.id });
    deleteService(tenant, service.id);
    expect(tenant.services.get(service.id)).toBeUndefined();
    expect(tenant.proxies.has(service.id)).toBe(true);
    tenant.clear();
    expect(tenant.proxies.has(service.id)).toBe(false);
    expect(
      tenant.applications.find(one => one.service_id === service.id),
    ).toBeUndefined();
  });

  it('keeps a metric that the gateway uses until a configuration without it', () => {
    const tenant = freshTenant();
    const { service, owner } = withModel(tenant);
    const metric = addMetric(tenant, owner, {
      friendly_name: 'Tokens',
      unit: 'token',
    });
    const rule = addRule(tenant, owner, {
      ...{
        http_method: 'POST',
        pattern: '/v1/x$',
        delta: 1,
        metric_id: metric.id,
      },
    });
    deploy(tenant, service.id);
    expect(refusalOf(() => deleteMetric(tenant, metric.id))?.status).toBe(422);
    tenant.rules.delete(rule.id);
    deploy(tenant, service.id);
    expect(deleteMetric(tenant, metric.id).id).toBe(metric.id);
  });

  it('keeps a plan with applications', () => {
    const tenant = freshTenant();
    const { plan } = withModel(tenant);
    const account = signUp(tenant, { org_name: 'Acme', username: 'ann' });
    createApplication(tenant, account.id, { name: 'app', plan_id: plan.id });
    expect(
      refusalOf(() => deleteApplicationPlan(tenant, plan.id))?.status,
    ).toBe(422);
  });
});

describe('developers', () => {
  it('are subscribed to what has a default service plan when they sign up', () => {
    const tenant = freshTenant();
    const { service } = withModel(tenant);
    const plan = tenant.servicePlans.list(
      one => one.service_id === service.id,
    )[0];
    const before = signUp(tenant, { org_name: 'Early', username: 'early' });
    expect(subscriptionsOf(tenant, before.id)).toHaveLength(1);
    if (plan) {
      setDefaultPlan(tenant, 'service', plan);
    }
    const after = signUp(tenant, { org_name: 'Late', username: 'late' });
    expect(subscriptionsOf(tenant, after.id)).toMatchObject([
      { state: 'live' },
      { service_id: service.id, state: 'live' },
    ]);
  });

  it('stay subscribed when their application is gone', () => {
    const tenant = freshTenant();
    const { service, plan } = withModel(tenant);
    const account = signUp(tenant, { org_name: 'Acme', username: 'ann' });
    const application = createApplication(tenant, account.id, {
      ...{ name: 'dummy', plan_id: plan.id },
    });
    expect(applicationOfKey(tenant, service.id, application.user_key)).toBe(
      application,
    );
    tenant.applications.delete(application.id);
    expect(
      subscriptionsOf(tenant, account.id).map(one => one.service_id),
    ).toContain(service.id);
  });

  it.each([
    ['username', { org_name: 'B', username: 'john', email: 'b@example.com' }],
    ['email', { org_name: 'B', username: 'b', email: 'john@example.com' }],
    ['org_name', { username: 'b' }],
  ])('are refused by %s', (field, fields) => {
    const refused = refusalOf(() => signUp(freshTenant(), fields));
    expect(Object.keys(refused?.errors ?? {})).toEqual([field]);
  });
});

it.each([
  ['period', { period: 'fortnight', value: 1 }],
  ['value', { period: 'day', value: -1 }],
])('refuses a limit by its %s', (field, fields) => {
  const tenant = freshTenant();
  const { plan, owner } = withModel(tenant);
  const metricId = metricsOf(tenant, owner)[0]?.id ?? 0;
  const refused = refusalOf(() =>
    addLimit(tenant, { planId: plan.id, metricId }, fields),
  );
  expect(refused?.status).toBe(422);
  expect(Object.keys(refused?.errors ?? {})).toEqual([field]);
});

it('refuses a definition that is none, unless told to skip', () => {
  const tenant = freshTenant();
  const doc = { name: 'x', body: '{"openapi":"2"}' };
  expect(refusalOf(() => createActiveDoc(tenant, doc))?.errors).toHaveProperty(
    'body',
  );
  expect(
    createActiveDoc(tenant, { ...doc, skip_swagger_validations: 'true' }).body,
  ).toBe(doc.body);
});

it('shows a page when it is published', () => {
  const tenant = freshTenant();
  const page = createTemplate(tenant, {
    ...{ type: 'page', title: 'Models', path: '/models', draft: 'hello' },
  });
  expect(page.published).toBeUndefined();
  expect(publishTemplate(tenant, page.id)).toMatchObject({
    published: 'hello',
    draft: undefined,
  });
});

it('gives a login its callback', () => {
  const tenant = freshTenant();
  const login = createAuthenticationProvider(tenant, {
    ...{ kind: 'keycloak', client_id: '3scale', client_secret: 's3cret' },
    ...{ site: 'https://sso.example.com/realms/maas', system_name: 'sso-maas' },
  });
  expect(callbackOf(tenant, login)).toBe(
    'https://maas.apps.example.com/auth/sso-maas/callback',
  );
});
