import {
  createApplication,
  createBackend,
  createTemplate,
  createUsage,
  publishTemplate,
  signUp,
  subscriptionsOf,
} from '@model-catalog/threescale-simulator';
import { SECRET, TenantWorld, WANTED } from './__testUtils__/TenantWorld';
import { actionsOf } from './index';

jest.setTimeout(30_000);

describe('the set-up of a tenant', () => {
  let world: TenantWorld;

  afterEach(() => world.stop());

  it('says of a fresh tenant what is to be done, and writes nothing for it', async () => {
    world = await TenantWorld.start();
    expect(await world.states()).toEqual({
      'tenant.account': 'todo',
      'tenant.timezone': 'manual',
      'tenant.wizard': 'manual',
      'portal.access-code': 'todo',
      'portal.login': 'todo',
      'portal.pages': 'todo',
      sample: 'todo',
      'products.default-plan': 'done',
      'accounts.subscribed': 'done',
    });
    expect(world.writes()).toEqual([]);
  });

  it('does it, and has nothing to do the second time', async () => {
    world = await TenantWorld.start();
    const service = world.addModel('granite');
    const { applied, progress } = await world.setUp();
    expect(applied.failures).toEqual([]);
    expect(progress.at(-1)).toMatchObject({
      ...{ done: applied.done, of: applied.done },
    });
    const { tenant } = world.threescale;
    expect(tenant.provider).toMatchObject({
      ...{ site_access_code: '', support_email: 'help@example.com' },
    });
    expect(tenant.services.list()).toMatchObject([
      { default_service_plan_id: expect.any(Number) },
    ]);
    expect(tenant.backends.list()).toMatchObject([{ name: 'granite' }]);
    expect(tenant.authenticationProviders.list()).toMatchObject([
      {
        ...{ kind: 'keycloak', published: true, client_secret: SECRET },
        automatically_approve_accounts: true,
      },
    ]);
    expect(
      tenant.templates.find(({ path }) => path === '/models')?.published,
    ).toContain('provider.services');
    for (const account of tenant.accounts.list()) {
      expect(
        subscriptionsOf(tenant, account.id).map(one => one.service_id),
      ).toContain(service.id);
    }

    const before = world.writes().length;
    expect(actionsOf(await world.plan())).toEqual([]);
    await world.setUp();
    expect(world.writes()).toHaveLength(before);
    expect(new Set(Object.values(await world.states()))).toEqual(
      new Set(['done', 'manual']),
    );
  });

  it('goes on where it was left', async () => {
    world = await TenantWorld.start();
    world.addModel('granite');
    world.threescale.faults.set({
      ...{ kind: 'unavailable', method: 'DELETE', path: /backend_apis/ },
    });
    const { applied } = await world.setUp();
    expect(applied.failures).toMatchObject([
      {
        error: { kind: 'unreachable' },
        title: 'delete the backend api_backend',
      },
    ]);
    world.threescale.faults.clear();
    expect((await world.setUp()).applied.failures).toEqual([]);
    expect(actionsOf(await world.plan())).toEqual([]);
  });

  it('leaves the sample until there is another product', async () => {
    world = await TenantWorld.start();
    await world.setUp();
    expect(world.threescale.tenant.backends.size).toBe(0);
    expect(await world.step('sample')).toMatchObject({
      ...{ state: 'later', nextStep: expect.stringContaining('Publish') },
    });
  });

  it.each<[string, () => void]>([
    [
      'another application',
      () => {
        const { tenant } = world.threescale;
        const plan = tenant.applicationPlans.list()[0]?.id;
        const account = signUp(tenant, { org_name: 'Acme', username: 'ann' });
        createApplication(tenant, account.id, { name: 'x', plan_id: plan });
      },
    ],
    [
      'another backend',
      () => {
        const { tenant } = world.threescale;
        const backend = createBackend(tenant, {
          ...{ name: 'own', private_endpoint: 'http://own.example.com' },
        });
        const id = tenant.services.list()[0]?.id ?? 0;
        const usage = { backend_api_id: backend.id, path: '/own' };
        createUsage(tenant, id, usage);
      },
    ],
  ])('leaves the product api with %s', async (_, touch) => {
    world = await TenantWorld.start();
    world.addModel('granite');
    touch();
    expect(await world.step('sample')).toMatchObject({
      state: 'done',
      actions: [],
    });
  });

  it('does not overwrite pages of others, unless asked', async () => {
    world = await TenantWorld.start();
    const page = createTemplate(world.threescale.tenant, {
      ...{ type: 'page', title: 'Ours', path: '/models', draft: 'by hand' },
    });
    publishTemplate(world.threescale.tenant, page.id);
    expect(await world.step('portal.foreign-pages')).toMatchObject({
      ...{ state: 'blocked', found: expect.stringContaining('/models') },
    });
    await world.setUp();
    expect(world.threescale.tenant.templates.get(page.id)?.published).toBe(
      'by hand',
    );
    await world.setUp({ replacePages: true });
    expect(world.threescale.tenant.templates.get(page.id)?.published).toContain(
      'provider.services',
    );
    expect(actionsOf(await world.plan())).toEqual([]);
  });

  it('restores its own pages', async () => {
    world = await TenantWorld.start();
    await world.setUp();
    const page = world.threescale.tenant.templates.find(
      ({ path }) => path === '/models/keys',
    );
    if (page) {
      const published = `${page.published} changed`;
      world.threescale.tenant.templates.put({ ...page, published });
    }
    expect(await world.step('portal.pages')).toMatchObject({
      nextStep: 'change and publish /models/keys',
    });
  });

  it('corrects a login that differs, and knows its secret', async () => {
    world = await TenantWorld.start();
    await world.setUp();
    const [login] = world.threescale.tenant.authenticationProviders.list();
    if (login) {
      world.threescale.tenant.authenticationProviders.put({
        ...{ ...login, published: false, client_secret: 'another-secret' },
      });
    }
    expect(await world.step('portal.login')).toMatchObject({
      ...{ state: 'todo', found: 'differs: secret, not published' },
    });
    await world.setUp();
    expect(await world.step('portal.login')).toMatchObject({ state: 'done' });
  });

  it('needs the secret for a new login', async () => {
    world = await TenantWorld.start();
    const login = { ...WANTED.login, clientSecret: undefined };
    expect(
      await world.step('portal.login', {
        login: { clientId: '3scale', site: 'x', skipsTls: false, ...login },
      }),
    ).toMatchObject({
      ...{
        state: 'blocked',
        nextStep: expect.stringContaining('--sso-secret'),
      },
    });
  });

  it('subscribes by an application that goes again, on releases up to 2.14', async () => {
    world = await TenantWorld.start({ withoutSubscriptions: true });
    const service = world.addModel('granite');
    expect(await world.step('accounts.subscribed')).toMatchObject({
      ...{ state: 'todo', found: expect.stringContaining('done each time') },
    });
    await world.setUp();
    const { tenant } = world.threescale;
    tenant.clear();
    expect(tenant.applications.list()).toEqual([]);
    for (const account of tenant.accounts.list()) {
      expect(
        subscriptionsOf(tenant, account.id).map(one => one.service_id),
      ).toContain(service.id);
    }
    expect((await world.setUp()).applied.failures).toEqual([]);
  });
});
