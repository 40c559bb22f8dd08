import { request } from 'undici';
import {
  startThreescaleSimulator,
  type ThreescaleSimulator,
} from '../simulator';
import { updateAuthenticationProvider } from '../state';

jest.setTimeout(30_000);

let simulator: ThreescaleSimulator;
let cookie = '';

beforeEach(async () => {
  simulator = await startThreescaleSimulator();
  cookie = '';
});

afterEach(() => simulator.stop());

/** As a browser: keeps the cookie, does not follow redirects. */
async function ask(url: string, form?: Record<string, string>) {
  const answer = await request(new URL(url, simulator.portal), {
    method: form ? 'POST' : 'GET',
    headers: {
      cookie,
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    body: form && new URLSearchParams(form).toString(),
  });
  const { 'set-cookie': set, location } = answer.headers;
  if (typeof set === 'string') cookie = set.split(';')[0] ?? '';
  return {
    status: answer.statusCode,
    location: typeof location === 'string' ? location : '',
    text: await answer.body.text(),
  };
}

/** Presses the button, and says who somebody is. */
async function logIn(email: string) {
  const { location } = await ask('/auth/sso');
  const { origin, pathname, searchParams } = new URL(location);
  return ask(`${origin}${pathname}`, {
    ...Object.fromEntries(searchParams),
    email,
  });
}

describe('the log-in of the portal by SSO', () => {
  it('is offered, and leads to the realm as the client, and back to its callback', async () => {
    expect((await ask('/login')).text).toContain('href="/auth/sso"');
    const { status, location } = await ask('/auth/sso');
    expect(status).toBe(302);
    const { origin, pathname, searchParams } = new URL(location);
    expect(`${origin}${pathname}`).toBe(
      `${simulator.portal}/realms/maas/protocol/openid-connect/auth`,
    );
    expect(Object.fromEntries(searchParams)).toEqual({
      client_id: '3scale',
      redirect_uri: `${simulator.portal}/auth/sso/callback`,
      response_type: 'code',
      scope: 'openid',
      state: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect((await ask(location)).text).toContain('name="email"');
  });

  it('leads to a realm of somebody else where the login says so', async () => {
    const [{ id } = { id: 0 }] =
      simulator.tenant.authenticationProviders.list();
    const site = 'https://sso.example.com/realms/maas/';
    updateAuthenticationProvider(simulator.tenant, id, { site });
    expect((await ask('/auth/sso')).location).toMatch(
      /^https:\/\/sso\.example\.com\/realms\/maas\/protocol\/openid-connect\/auth\?/,
    );
    expect((await ask('/auth/sso/callback?code=x&state=y')).status).toBe(403);
  });

  it('is not there when it is not published, or unknown', async () => {
    expect((await ask('/auth/other')).status).toBe(404);
    const [{ id } = { id: 0 }] =
      simulator.tenant.authenticationProviders.list();
    updateAuthenticationProvider(simulator.tenant, id, { published: false });
    expect((await ask('/auth/sso')).status).toBe(404);
    expect((await ask('/login')).text).not.toContain('/auth/sso');
  });

  it('makes an approved account, and finds it again', async () => {
    const { status, location } = await logIn('mia@example.com');
    expect(status).toBe(303);
    expect((await ask(location)).location).toBe('/admin/services');
    expect((await ask('/')).text).toContain('mia@example.com');
    const accounts = () =>
      simulator.tenant.accounts.list(
        ({ org_name }) => org_name === 'mia@example.com',
      );
    expect(accounts()).toMatchObject([{ state: 'approved' }]);
    cookie = '';
    await ask((await logIn('mia@example.com')).location);
    expect((await ask('/')).text).toContain('mia@example.com');
    expect(accounts()).toHaveLength(1);
  });

  it('takes a code once, and only of whoever asked', async () => {
    const { location } = await logIn('mia@example.com');
    const mine = cookie;
    cookie = '';
    expect((await ask(location)).status).toBe(403);
    cookie = mine;
    expect((await ask(location)).status).toBe(303);
    cookie = mine;
    expect((await ask(location)).status).toBe(403);
  });

  it.each([
    ['another client', { client_id: 'other' }, 'Client not found'],
    ['another page', { redirect_uri: 'https://evil.example.com' }, 'redirect'],
    ['a token', { response_type: 'token' }, 'response_type'],
  ])('is refused by the realm for %s', async (_, other, said) => {
    const { location } = await ask('/auth/sso');
    const url = new URL(location);
    for (const [name, value] of Object.entries(other)) {
      url.searchParams.set(name, value);
    }
    const { status, text } = await ask(url.href);
    expect(status).toBe(400);
    expect(text).toContain(said);
    const form = { ...Object.fromEntries(url.searchParams), email: 'a@b.c' };
    expect((await ask(url.href, form)).status).toBe(400);
  });
});
