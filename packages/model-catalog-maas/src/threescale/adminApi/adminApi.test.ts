import {
  startThreescale,
  type Threescale,
} from '@model-catalog/threescale-simulator';
import { type AdminApi, createAdminApi, isAdminApiError } from './index';

jest.setTimeout(30_000);

const TOKEN = 'a-token-that-is-nowhere-to-be-seen';

describe('the client of the Admin API', () => {
  let threescale: Threescale;
  let api: AdminApi;
  const problems: string[] = [];

  const clientOf = (token = TOKEN, url = threescale.url) =>
    createAdminApi({
      ...{ url, token: () => token },
      http: { timeoutMs: 2_000, retry: { retries: 0 } },
      onProblem: problem => problems.push(problem),
    });

  const failureOf = async (work: Promise<unknown>) => {
    const error: unknown = await work.then(
      () => undefined,
      thrown => thrown,
    );
    return isAdminApiError(error) ? error : undefined;
  };

  beforeEach(async () => {
    problems.length = 0;
    threescale = await startThreescale({
      token: TOKEN,
      tokens: [
        { value: 'read-only-token', permission: 'ro' },
        { value: 'portal-only-token', scopes: ['cms'] },
      ],
    });
    api = clientOf();
  });
  afterEach(async () => {
    await api.close();
    await threescale.stop();
  });

  it('reads what a fresh tenant has', async () => {
    const [service] = await api.services();
    expect(service).toMatchObject({ systemName: 'api', backendVersion: '1' });
    expect(await api.backends()).toMatchObject([
      { privateEndpoint: 'https://echo-api.3scale.net:443' },
    ]);
    const id = service?.id ?? 0;
    expect(await api.backendUsages(id)).toMatchObject([
      { path: '/', serviceId: id },
    ]);
    expect(await api.activeDocs()).toMatchObject([{ systemName: 'echo' }]);
    expect(await api.applicationPlans()).toMatchObject([
      { systemName: 'basic', serviceId: id, published: true },
      { systemName: 'unlimited', serviceId: id },
    ]);
    expect(await api.servicePlans(id)).toMatchObject([{ isDefault: true }]);
    expect(await api.metrics(id)).toMatchObject([{ systemName: 'hits' }]);
    expect(await api.provider()).toMatchObject({ hasAccessCode: true });
    expect(await api.proxyConfigs('production')).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('reads the newest configuration of each product in one call', async () => {
    const before = threescale.requests.length;
    expect(await api.proxyConfigs('sandbox')).toMatchObject([
      {
        serviceSystemName: 'api',
        backendVersion: '1',
        proxy: {
          upstream: 'https://echo-api.3scale.net:443',
          credentialsLocation: 'query',
          keyName: 'user_key',
          policies: [{ name: 'apicast' }],
          rules: [{ method: 'GET', pattern: '/', metric: 'hits', delta: 1 }],
        },
      },
    ]);
    expect(threescale.requests.length - before).toBe(1);
  });

  it('reads several pages, and no more than there are', async () => {
    const { tenant } = threescale;
    for (let number = 0; number < 620; number++) {
      tenant.accounts.insert(id => ({
        ...{ id, ...tenant.stamp(), state: 'approved' },
        org_name: `Org ${number}`,
      }));
    }
    expect(await api.accounts()).toHaveLength(621);
    expect(
      threescale.requests.filter(one => one.includes('accounts.json')),
    ).toHaveLength(2);
  });

  it('never returns a secret', async () => {
    const login = await api.createKeycloakLogin('SSO', {
      ...{ clientId: '3scale', clientSecret: 'the-secret-of-the-client' },
      ...{ site: 'https://sso.example.com/realms/maas', published: true },
      ...{ approvesAccounts: true, skipsTls: false },
    });
    expect(login.hasWantedSecret).toBe(true);
    const [same] = await api.authenticationProviders('another');
    expect(same?.hasWantedSecret).toBe(false);
    const all = JSON.stringify([
      login,
      same,
      await api.applications(),
      await api.provider(),
      await api.proxyConfigs('sandbox'),
    ]);
    const { tenant } = threescale;
    for (const secret of [
      'the-secret-of-the-client',
      tenant.provider.site_access_code,
      ...tenant.applications.list().map(one => one.user_key),
      ...[...tenant.proxies.values()].map(one => one.secret_token),
    ]) {
      expect(all).not.toContain(secret);
    }
  });

  it('sends the token in no URL', async () => {
    await api.services();
    await api.updateProvider({ accessCode: '' });
    const all = threescale.requests.join('\n');
    expect(all).toContain('PUT /admin/api/provider.json');
    expect(all).not.toContain(TOKEN);
    expect(all).not.toContain(Buffer.from(`:${TOKEN}`).toString('base64'));
  });

  it.each([
    ['an unknown token', 'unknown-token', 'forbidden', 'Access denied'],
    ['another scope', 'portal-only-token', 'forbidden', 'permissions'],
  ])('says what to do with %s', async (_, token, kind, text) => {
    const other = clientOf(token);
    const failure = await failureOf(other.services());
    expect(failure).toMatchObject({ kind, status: 403 });
    expect(failure?.message).toContain(text);
    expect(failure?.nextStep).toContain('Tokens');
    expect(failure?.message).not.toContain(token);
    await other.close();
  });

  it('is refused writes with a token that only reads', async () => {
    const other = clientOf('read-only-token');
    expect(await other.services()).toHaveLength(1);
    const failure = await failureOf(other.updateProvider({ accessCode: '' }));
    expect(failure?.kind).toBe('forbidden');
    await other.close();
  });

  it.each([
    ['forbidden', 'forbidden'],
    ['invalid', 'invalid'],
    ['html', 'not-api'],
    ['broken', 'not-api'],
    ['unavailable', 'unreachable'],
    ['silent', 'unreachable'],
  ] as const)('tells the fault %p as %p', async (fault, kind) => {
    threescale.faults.set({ kind: fault });
    const failure = await failureOf(api.services());
    expect(failure?.kind).toBe(kind);
    expect(failure?.nextStep).not.toBe('');
    expect(failure?.message).not.toContain(TOKEN);
  });

  it('tells by field what was refused', async () => {
    const [service] = await api.services();
    const failure = await failureOf(api.deleteService(service?.id ?? 0));
    expect(failure).toMatchObject({ kind: 'invalid', status: 422 });
    expect(failure?.fields.base?.[0]).toContain('last one');
  });

  it('tells what is not there', async () => {
    expect((await failureOf(api.limits(999_999)))?.kind).toBe('not-found');
  });

  it('reads the others when one item is not as expected', async () => {
    const { tenant } = threescale;
    const [first] = tenant.activeDocs.list();
    if (first) {
      Reflect.set(first, 'body', undefined);
    }
    expect(await api.activeDocs()).toEqual([]);
    expect(problems).toEqual([
      expect.stringMatching(
        /^active_docs.json: item 0 is not read: api_doc.body/,
      ),
    ]);
  });

  it.each([
    'http://maas-admin.example.com',
    'https://user:password@maas-admin.example.com',
    'maas-admin',
  ])('gives no token to %p', url => {
    expect(() => clientOf(TOKEN, url)).toThrow('is no address for a token');
  });
});
