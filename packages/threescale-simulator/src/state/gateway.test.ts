import { refusalOf, withModel } from './__testUtils__/model';
import {
  addRule,
  createBackend,
  createService,
  createUsage,
  deploy,
  freshTenant,
  latestConfig,
  metricsOf,
  policyListOf,
  promote,
  proxyOf,
  setPolicies,
  updateProxy,
} from './index';

describe('the gateway configuration', () => {
  it('is a new sandbox version with each change, none without', () => {
    const tenant = freshTenant();
    const { service } = withModel(tenant);
    updateProxy(tenant, service.id, { credentials_location: 'authorization' });
    expect(latestConfig(tenant, service.id, 'sandbox')?.version).toBe(1);
    setPolicies(tenant, service.id, '[{"name":"cors","version":"builtin"}]');
    expect(latestConfig(tenant, service.id, 'sandbox')?.version).toBe(2);
    deploy(tenant, service.id);
    expect(latestConfig(tenant, service.id, 'sandbox')?.version).toBe(2);
  });

  it('needs a backend', () => {
    const tenant = freshTenant();
    const { id } = createService(tenant, { name: 'Alone' });
    updateProxy(tenant, id, { credentials_location: 'headers' });
    expect(latestConfig(tenant, id, 'sandbox')).toBeUndefined();
    expect(refusalOf(() => deploy(tenant, id))?.errors).toEqual({
      api_backend: ['missing'],
    });
  });

  it('names the upstream of the one backend, and the chain with apicast', () => {
    const tenant = freshTenant();
    const { service } = withModel(tenant);
    setPolicies(tenant, service.id, [{ name: 'cors', version: 'builtin' }]);
    const content = latestConfig(tenant, service.id, 'sandbox')?.content;
    expect(content?.proxy).toMatchObject({
      api_backend: 'http://granite-predictor.llm.svc.cluster.local:8080',
      policy_chain: [{ name: 'cors' }, { name: 'apicast' }],
      proxy_rules: [{ pattern: '/', metric_system_name: 'hits' }],
    });
  });

  it('routes by path where there are several backends', () => {
    const tenant = freshTenant();
    const { service } = withModel(tenant);
    const other = createBackend(tenant, {
      ...{ name: 'Other', private_endpoint: 'http://other.llm.svc' },
    });
    createUsage(tenant, service.id, {
      backend_api_id: other.id,
      path: '/other/',
    });
    const { content } = deploy(tenant, service.id);
    expect(content.proxy.api_backend).toBeUndefined();
    expect(content.proxy.policy_chain[0]).toMatchObject({
      name: 'routing',
      configuration: {
        rules: [
          { url: 'http://other.llm.svc:80' },
          { owner_type: 'BackendApi' },
        ],
      },
    });
  });

  it('is promoted once', () => {
    const tenant = freshTenant();
    const { service } = withModel(tenant);
    const { version } = deploy(tenant, service.id);
    const how = { from: 'sandbox', to: 'production', version } as const;
    expect(promote(tenant, service.id, how)).toMatchObject({
      environment: 'production',
      version: 1,
    });
    expect(refusalOf(() => promote(tenant, service.id, how))?.errors).toEqual({
      version: ['has already been taken'],
    });
  });

  it('is refused when it was changed meanwhile', () => {
    const tenant = freshTenant();
    const { service } = withModel(tenant);
    const { lock_version } = proxyOf(tenant, service.id);
    updateProxy(tenant, service.id, { lock_version });
    const again = () => updateProxy(tenant, service.id, { lock_version });
    expect(refusalOf(again)?.status).toBe(409);
  });

  it.each(['{', '{}', [{ name: 'x' }], [{ version: '1' }]])(
    'refuses the chain %p',
    chain => {
      expect(refusalOf(() => policyListOf(chain))?.status).toBe(422);
    },
  );
});

describe('mapping rules', () => {
  it.each([
    ['delta 0', { delta: 0 }, 'delta'],
    ['an unknown method', { http_method: 'BREW' }, 'http_method'],
    ['a $ in the middle', { pattern: '/a$/b' }, 'pattern'],
    ['no slash in front', { pattern: 'a' }, 'pattern'],
  ])('are refused with %s', (_, change, field) => {
    const tenant = freshTenant();
    const { owner } = withModel(tenant);
    const [hits] = metricsOf(tenant, owner);
    const rule = {
      http_method: 'GET',
      pattern: '/a',
      delta: 1,
      metric_id: hits?.id,
    };
    const refused = refusalOf(() =>
      addRule(tenant, owner, { ...rule, ...change }),
    );
    expect(Object.keys(refused?.errors ?? {})).toEqual([field]);
  });
});
