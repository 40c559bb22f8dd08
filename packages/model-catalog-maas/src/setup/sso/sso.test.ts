import { createServer, type IncomingMessage, type Server } from 'http';
import { createHttpClient, type HttpClient } from '@model-catalog/node';
import { createKeycloakAdmin, judgeRedirects, walkLogin } from './index';

jest.setTimeout(30_000);

type Reply = { status?: number; location?: string; json?: unknown };

async function serve(
  answer: (request: IncomingMessage, body: string) => Reply,
) {
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', chunk => (body += chunk));
    request.on('end', () => {
      const { status = 200, location, json } = answer(request, body);
      response.statusCode = status;
      if (location) {
        response.setHeader('location', location);
      }
      const type = json === undefined ? 'text/html' : 'application/json';
      response.setHeader('content-type', type);
      response.end(json === undefined ? '<h1>Page</h1>' : JSON.stringify(json));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const stop = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}`, stop };
}

describe('the portal and its SSO', () => {
  let http: HttpClient;
  const stops: (() => Promise<void>)[] = [];

  beforeEach(() => {
    http = createHttpClient({ retry: { retries: 0 }, timeoutMs: 2_000 });
  });
  afterEach(async () => {
    await http.close();
    for (const stop of stops.splice(0)) {
      await stop();
    }
  });

  const start = async (
    reply: (base: string) => Reply,
    sso: Reply = { status: 200 },
  ) => {
    const provider = await serve(() => sso);
    const portal = await serve(() => reply(provider.url));
    stops.push(provider.stop, portal.stop);
    const place = {
      ...{ portalUrl: portal.url, systemName: 'keycloak_1' },
      ...{ site: `${provider.url}/realms/maas`, clientId: '3scale' },
    };
    return walkLogin(http, place);
  };
  const going = (base: string, change: Record<string, string> = {}) => {
    const query = new URLSearchParams({
      ...{ client_id: '3scale', response_type: 'code' },
      ...{ redirect_uri: 'http://127.0.0.1/auth/x/callback', ...change },
    });
    return {
      status: 302,
      location: `${base}/realms/maas/protocol/openid-connect/auth?${query}`,
    };
  };

  it('walks to the login form', async () => {
    const sso = await serve(() => ({}));
    const portal: { url: string; stop(): Promise<void> } = await serve(() =>
      going(sso.url, { redirect_uri: `${portal.url}/auth/x/callback` }),
    );
    stops.push(sso.stop, portal.stop);
    const steps = await walkLogin(http, {
      ...{ portalUrl: portal.url, systemName: 'x', clientId: '3scale' },
      site: `${sso.url}/realms/maas`,
    });
    expect(steps).toMatchObject([
      { id: 'login.portal', state: 'done' },
      { ...{ id: 'login.sso', state: 'done' }, found: 'shows its login' },
    ]);
  });

  it.each<[string, (base: string) => Reply, string]>([
    ['sends nowhere', () => ({ status: 200 }), 'sends nowhere'],
    [
      'sends to another realm',
      base => ({ status: 302, location: `${base}/realms/other/auth` }),
      'not of the realm',
    ],
    [
      'names another client',
      base => going(base, { client_id: 'other' }),
      'as the client other',
    ],
    [
      'would come back elsewhere',
      base => going(base, { redirect_uri: 'https://evil.example.com/' }),
      'come back to https://evil.example.com/',
    ],
    ['fails', () => ({ status: 500 }), 'answered 500'],
  ])('says when the portal %s', async (_, reply, text) => {
    expect(await start(reply)).toMatchObject([
      {
        ...{ id: 'login.portal', state: 'blocked' },
        found: expect.stringContaining(text),
      },
    ]);
  });

  it('says when the SSO refuses the redirect', async () => {
    const sso = await serve(() => ({ status: 400 }));
    const portal: { url: string; stop(): Promise<void> } = await serve(() =>
      going(sso.url, { redirect_uri: `${portal.url}/auth/x/callback` }),
    );
    stops.push(sso.stop, portal.stop);
    const [, step] = await walkLogin(http, {
      ...{ portalUrl: portal.url, systemName: 'x', clientId: '3scale' },
      site: `${sso.url}/realms/maas`,
    });
    expect(step).toMatchObject({
      ...{ state: 'blocked', found: expect.stringContaining('(400)') },
    });
  });

  it('changes only the redirects of a client', async () => {
    const client = {
      ...{ id: 'uuid', clientId: '3scale', redirectUris: ['*'] },
      ...{ protocol: 'openid-connect', attributes: { a: 'b' } },
    };
    const puts: unknown[] = [];
    const urls: string[] = [];
    const bodies: string[] = [];
    const tokens: unknown[] = [];
    const sso = await serve((request, body) => {
      urls.push(`${request.method} ${request.url}`);
      if (request.url?.endsWith('/token')) {
        bodies.push(body);
        return { json: { access_token: 'an-access-token' } };
      }
      tokens.push(request.headers.authorization);
      if (request.method === 'PUT') {
        puts.push(JSON.parse(body));
        return { status: 200, json: {} };
      }
      return { json: [client] };
    });
    stops.push(sso.stop);
    const admin = createKeycloakAdmin({
      ...{ http, realmUrl: `${sso.url}/realms/maas`, username: 'admin' },
      password: async () => 'pass word',
    });
    expect(await admin.client('other')).toBeUndefined();
    await admin.setRedirects('3scale', ['https://maas.example.com/auth/*']);
    expect(puts).toEqual([
      { ...client, redirectUris: ['https://maas.example.com/auth/*'] },
    ]);
    expect(bodies[0]).toContain('password=pass+word');
    expect(new Set(tokens)).toEqual(new Set(['Bearer an-access-token']));
    expect(urls.join('\n')).not.toContain('pass');
  });
});

describe('redirects of the client', () => {
  const place = {
    ...{ portalUrl: 'https://maas.example.com', clientId: '3scale' },
    realmUrl: 'https://sso.example.com/realms/maas',
  };

  it.each<[Parameters<typeof judgeRedirects>[0], string]>([
    [{ redirectUris: ['https://maas.example.com/auth/*'] }, 'done'],
    [{ redirectUris: ['https://maas.example.com/auth/x/callback'] }, 'done'],
    [{ redirectUris: ['*'] }, 'todo'],
    [{ redirectUris: [] }, 'todo'],
    [{ redirectUris: ['https://maas.example.com.evil.org/*'] }, 'todo'],
    [{ redirectUris: ['https://maas.example.com/*', '*'] }, 'todo'],
    ['absent', 'blocked'],
    [undefined, 'manual'],
  ])('%j is %s', (seen, state) => {
    expect(judgeRedirects(seen, place).state).toBe(state);
  });

  it('names the console, and what to set there', () => {
    expect(judgeRedirects(undefined, place).nextStep).toBe(
      'Let the client 3scale have https://maas.example.com/auth/* and never *: https://sso.example.com/admin/master/console/#/maas/clients',
    );
  });
});
