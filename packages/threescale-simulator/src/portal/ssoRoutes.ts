import { randomBytes } from 'node:crypto';
import type { Express } from 'express';
import { doWithAccount, signUp } from '../state/accounts';
import { callbackOf } from '../state/portal';
import type { AuthenticationProvider, User } from '../state/typesOfUse';
import { fieldsOf, missing, type PortalContext, type Show } from './context';
import { html } from './html';

/** The logins that are offered: published ones. */
export const loginsOf = ({ tenant }: Pick<PortalContext, 'tenant'>) =>
  tenant.authenticationProviders.list(({ published }) => published);

const loginNamed = (context: PortalContext, name: string | undefined) =>
  loginsOf(context).find(one => one.system_name === name);

/** Where the SSO asks who somebody is, and comes back to the portal. */
function authorizeUrl(
  { tenant }: PortalContext,
  login: AuthenticationProvider,
  state: string,
): string {
  const query = new URLSearchParams({
    client_id: login.client_id,
    redirect_uri: callbackOf(tenant, login),
    response_type: 'code',
    scope: 'openid',
    state,
  });
  const realm = login.site.replace(/\/+$/, '');
  return `${realm}/protocol/openid-connect/auth?${query}`;
}

/** The developer of an address; one who is new gets an account of that name. */
function developerOf(
  { tenant }: PortalContext,
  login: AuthenticationProvider,
  email: string,
): User | undefined {
  const isTheirs = (user: User) => user.email === email;
  const known = tenant.users.find(isTheirs);
  if (known) return known;
  const account = signUp(tenant, { org_name: email, username: email, email });
  if (login.automatically_approve_accounts) {
    doWithAccount(tenant, account.id, 'approve');
  }
  return tenant.users.find(isTheirs);
}

/**
 * The button of a login, and where people come back to:
 *
 * | login | `/auth/<system name>` |
 * |---|---|
 * | published, of Keycloak | 302 to its realm |
 * | not published, unknown, or of another kind | 404 |
 */
export function ssoRoutes(
  app: Express,
  context: PortalContext,
  show: Show,
): void {
  const { sessions, realm } = context;
  app.get('/auth/:name', (request, response) => {
    const login = loginNamed(context, request.params.name);
    if (login?.kind !== 'keycloak') {
      show(request, response, missing('There is no such login.'));
      return;
    }
    const state = randomBytes(16).toString('hex');
    const session = { ...sessions.find(request.headers.cookie), state };
    response.setHeader('set-cookie', sessions.begin(session));
    response.redirect(302, authorizeUrl(context, login, state));
  });
  app.get('/auth/:name/callback', (request, response) => {
    const login = loginNamed(context, request.params.name);
    const { code, state } = fieldsOf(request.query);
    const session = sessions.find(request.headers.cookie);
    const isAsked = state !== '' && session?.state === state;
    const isOurs = realm !== undefined && login?.site === realm.url;
    const email = isOurs && isAsked ? realm.redeem(code) : undefined;
    const user = login && email && developerOf(context, login, email);
    if (!user) {
      const notice = isOurs
        ? 'Nobody was asked for, or the code was used.'
        : 'The simulated portal redeems codes of its own realm only.';
      const shown = { title: 'Sign in', status: 403, notice };
      const content = html`<p><a href="/login">Sign in</a></p>`;
      show(request, response, { ...shown, content });
      return;
    }
    const next = { userId: user.id, mayEnter: true };
    response.setHeader('set-cookie', sessions.begin(next));
    response.redirect(303, '/admin/services');
  });
}
