import {
  createKeycloakAdmin,
  judgeRedirects,
  walkLogin,
} from '@model-catalog/maas';
import { createHttpClient } from '@model-catalog/node';
import { logLine, START_TIMEOUT_MS } from '../../realServers/describeReal';
import { manifestTool } from '../../deploy/tools/manifestTool';
import { describeKeycloak, findKeycloak } from './findKeycloak';
import { Portal } from './Portal';
import { passwordOf } from './realm';
import {
  ADMINISTRATOR,
  type RunningKeycloak,
  startKeycloak,
} from './startKeycloak';
import { startPortalDoor } from './startPortalDoor';
import { Visitor } from './Visitor';
import { asChanged, asGiven, OTHER_NAMES, realmsOf, SECRETS } from './world';

const FETCH_MS = 7 * 60_000;
jest.setTimeout(60_000);

const HOST = 'maas.apps.example.com';
const CALLBACK = `https://${HOST}/auth/keycloak/callback`;

async function start(): Promise<RunningKeycloak | undefined> {
  const kustomize = await manifestTool('kustomize', { log: logLine });
  const found = findKeycloak();
  for (const each of [kustomize, found]) {
    if (each.kind === 'unavailable') logLine(each.reason);
  }
  if (kustomize.kind !== 'found' || found.kind !== 'found') return undefined;
  const [given, changed] = await Promise.all([
    asGiven(kustomize.path),
    asChanged(kustomize.path),
  ]);
  const realms = realmsOf(given, changed);
  return await startKeycloak({ found, realms, secrets: SECRETS, log: logLine });
}

describeKeycloak()('deploy/maas/sso, imported by a real Keycloak', () => {
  let keycloak: RunningKeycloak | undefined;
  const portalOf = (realm: string, callback: string, client?: string) =>
    new Portal({ keycloak: keycloak?.url ?? '', realm, callback, client });

  beforeAll(async () => {
    keycloak = await start();
  }, FETCH_MS + START_TIMEOUT_MS);
  afterAll(async () => {
    if (keycloak) logLine(`Keycloak took ${await keycloak.rssMb()} MB`);
    await keycloak?.dispose();
  }, START_TIMEOUT_MS);

  /** Logs in with a password; what comes back is the callback with a code. */
  const logIn = async (portal: Portal, username: string) => {
    const visitor = new Visitor();
    const page = await visitor.open(portal.loginUrl());
    const password = passwordOf(username);
    return await visitor.submit(page, 'kc-form-login', { username, password });
  };

  it.each([
    ['3scale', 'ada', true],
    ['3scale', 'bob', false],
    // Nothing but our own mappers says these claims.
    ['bare', 'ada', true],
    ['bare', 'bob', false],
  ])(
    'tells %s of %s: address verified is %s, and the account to join',
    async (client, username, verified) => {
      if (!keycloak) return;
      const portal = portalOf('maas', CALLBACK, client);
      const { location } = await logIn(portal, username);
      expect(location).toMatch(new RegExp(`^${CALLBACK}\\?.*code=`));
      const { id, access, userinfo } = await portal.claims(location);
      for (const claims of [id, access, userinfo]) {
        expect(claims).toMatchObject({
          sub: expect.stringMatching(/.+/),
          email_verified: verified,
          org_name: `${username}@example.com`,
        });
      }
      expect(id).toMatchObject({ aud: client });
    },
  );

  it('takes no wrong password', async () => {
    if (!keycloak) return;
    const visitor = new Visitor();
    const page = await visitor.open(portalOf('maas', CALLBACK).loginUrl());
    const fields = { username: 'ada', password: 'guessed' };
    const answer = await visitor.submit(page, 'kc-form-login', fields);
    expect(answer).toMatchObject({ status: 200, location: undefined });
    expect(answer.text).toContain('Invalid username or password');
  });

  it.each([
    'https://evil.example.com/auth/keycloak/callback',
    `https://${HOST}.evil.example.com/auth/keycloak/callback`,
    `https://${HOST}@evil.example.com/auth/keycloak/callback`,
    `https://evil.example.com#@${HOST}/auth/keycloak/callback`,
    `http://${HOST}/auth/keycloak/callback`,
    `https://${HOST}:8443/auth/keycloak/callback`,
    `https://${HOST}/p/admin/dashboard`,
    `https://${HOST}/auth/../p/admin/dashboard`,
    `https://${HOST}/auth/%2e%2e/p/admin/dashboard`,
    '*',
  ])('sends nobody to %s', async callback => {
    if (!keycloak) return;
    const portal = portalOf('maas', CALLBACK);
    const answer = await new Visitor().open(portal.loginUrl(callback));
    expect(answer).toMatchObject({ status: 400, location: undefined });
    expect(answer.text).toContain('Invalid parameter: redirect_uri');
  });

  it.each([
    CALLBACK,
    `https://${HOST}/auth/keycloak_1f2e/callback`,
    // As the portal sends who signs up for a plan.
    `https://${HOST}/auth/keycloak/callback?plan_ids%5B%5D=7`,
  ])('sends users back to %s', async callback => {
    if (!keycloak) return;
    const portal = portalOf('maas', callback);
    const { location = '' } = await logIn(portal, 'ada');
    expect(location.startsWith(callback)).toBe(true);
    expect((await portal.claims(location)).id).toMatchObject({ aud: '3scale' });
  });

  it.each([
    ['the password of a user', { grant_type: 'password', username: 'ada' }],
    ['its own account', { grant_type: 'client_credentials' }],
  ])('gives the client no token for %s', async (_, fields) => {
    if (!keycloak) return;
    const password = passwordOf('ada');
    const asked = { ...fields, password, scope: 'openid' };
    const answer = await portalOf('maas', CALLBACK).token(asked);
    expect(answer.body).toMatchObject({ error: 'unauthorized_client' });
  });

  it('gives no tokens in the address of the callback', async () => {
    if (!keycloak) return;
    const url = portalOf('maas', CALLBACK).loginUrl();
    const implicit = url.replace('response_type=code', 'response_type=token');
    const { location } = await new Visitor().open(implicit);
    expect(location).toContain('error=unauthorized_client');
  });

  it('takes a code only with the secret that the Secret holds', async () => {
    if (!keycloak) return;
    const portal = portalOf('maas', CALLBACK);
    const { location = '' } = await logIn(portal, 'ada');
    const answer = await portal.token({
      grant_type: 'authorization_code',
      code: new URL(location).searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      client_secret: '${MAAS_CLIENT_SECRET}',
    });
    expect(answer).toMatchObject({ status: 401 });
  });

  it('sends who chooses Google there, with the id that the Secret holds', async () => {
    if (!keycloak) return;
    const visitor = new Visitor();
    const page = await visitor.open(portalOf('maas', CALLBACK).loginUrl());
    const google = await visitor.open(visitor.link(page, 'social-google'));
    const { origin, searchParams } = new URL(google.location ?? '');
    expect(origin).toBe('https://accounts.google.com');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      client_id: SECRETS.IDENTITY_PROVIDER_CLIENT_ID,
      scope: 'openid email profile',
    });
  });

  it('takes over who logs in with the company, believes the address, and takes org_name from where it is told', async () => {
    if (!keycloak) return;
    const callback = `https://${OTHER_NAMES.portal}/auth/keycloak/callback`;
    const portal = portalOf('brokered', callback);
    const visitor = new Visitor();
    const page = await visitor.open(portal.loginUrl());
    const chosen = await visitor.open(visitor.link(page, 'social-company'));
    const company = await visitor.follow(chosen, keycloak.url);
    expect(new URL(company.url).pathname).toContain('/realms/upstream/');
    const arrived = await visitor.follow(
      await visitor.submit(company, 'kc-form-login', {
        username: 'grace',
        password: passwordOf('grace'),
      }),
      keycloak.url,
    );
    const { id, userinfo } = await portal.claims(arrived.location);
    for (const claims of [id, userinfo]) {
      expect(claims).toMatchObject({
        email: 'grace@example.com',
        email_verified: true,
        org_name: 'grace',
      });
    }
  });

  describe('as `maas check` and `maas setup-tenant` see it', () => {
    const http = createHttpClient({ retry: { retries: 0 } });
    afterAll(async () => await http.close());

    const administration = (realmUrl: string) =>
      createKeycloakAdmin({
        ...{ http, realmUrl, username: ADMINISTRATOR.username },
        password: async () => ADMINISTRATOR.password,
      });

    it('sends users of our client where it should', async () => {
      if (!keycloak) return;
      const realmUrl = `${keycloak.url}/realms/maas`;
      const client = await administration(realmUrl).client('3scale');
      const place = { portalUrl: `https://${HOST}`, clientId: '3scale' };
      expect(
        judgeRedirects(client ?? 'absent', { ...place, realmUrl }),
      ).toMatchObject({ state: 'done' });
    });

    it('is corrected where users are sent anywhere, and loses nothing by it', async () => {
      if (!keycloak) return;
      const realmUrl = `${keycloak.url}/realms/maas`;
      const admin = administration(realmUrl);
      const portalAt = (url: string) =>
        portalOf('maas', `${url}/auth/keycloak/callback`, 'open');
      const door = await startPortalDoor(url => portalAt(url).loginUrl());
      const place = { portalUrl: door.url, clientId: 'open', realmUrl };
      const judge = async () =>
        judgeRedirects((await admin.client('open')) ?? 'absent', place);
      try {
        const { state, wanted = [] } = await judge();
        expect({ state, wanted }).toEqual({
          state: 'todo',
          wanted: [`${door.url}/auth/*`],
        });
        await admin.setRedirects('open', wanted);
        expect(await judge()).toMatchObject({ state: 'done' });
        const steps = await walkLogin(http, {
          ...{ ...place, site: realmUrl, systemName: 'keycloak' },
        });
        expect(steps.map(step => step.state)).toEqual(['done', 'done']);
        const portal = portalAt(door.url);
        const { location } = await logIn(portal, 'ada');
        expect((await portal.claims(location)).id).toMatchObject({
          aud: 'open',
          org_name: 'ada@example.com',
        });
        const elsewhere = portal.loginUrl('https://evil.example.com/callback');
        expect(await new Visitor().open(elsewhere)).toMatchObject({
          status: 400,
        });
      } finally {
        await door.close();
      }
    });
  });
});
