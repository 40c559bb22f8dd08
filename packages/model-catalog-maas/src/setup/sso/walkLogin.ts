import { type HttpClient, isHttpError, messageOf } from '@model-catalog/node';
import { done, needs } from '../plan/steps';
import type { Step } from '../types';

export type LoginPlace = {
  readonly portalUrl: string;
  /** Of the login in the portal. */
  readonly systemName: string;
  /** URL of the realm. */
  readonly site: string;
  readonly clientId: string;
};

const PORTAL = { id: 'login.portal', title: 'Portal sends to the SSO' };
const SSO = { id: 'login.sso', title: 'SSO knows the portal' };

const MAX_BYTES = 2 * 1024 * 1024;

const ask = (http: HttpClient, url: string) =>
  http.request({
    ...{ url, redirects: 'return', maxBytes: MAX_BYTES },
    headers: { accept: 'text/html' },
  });

/** What is wrong with where the portal sends people; `undefined`: nothing. */
export function whyWrong(
  target: URL,
  { portalUrl, site, clientId }: LoginPlace,
): string | undefined {
  const realm = site.replace(/\/+$/, '');
  const asked = target.searchParams;
  const back = asked.get('redirect_uri') ?? '';
  if (!`${target.origin}${target.pathname}`.startsWith(`${realm}/`)) {
    return `to ${target.origin}${target.pathname}, which is not of the realm ${realm}`;
  }
  if (asked.get('client_id') !== clientId) {
    return `as the client ${asked.get('client_id')}, not ${clientId}`;
  }
  return URL.canParse(back) &&
    new URL(back).origin === new URL(portalUrl).origin
    ? undefined
    : `and would come back to ${back || 'nowhere'}, not to ${portalUrl}`;
}

/** First step: the portal's button. */
async function portalStep(
  http: HttpClient,
  place: LoginPlace,
): Promise<{ step: Step; target?: URL }> {
  const url = `${place.portalUrl}/auth/${place.systemName}`;
  try {
    const { status, headers } = await ask(http, url);
    const location = headers.location ?? '';
    if (status < 300 || !URL.canParse(location, url)) {
      return {
        step: needs('blocked', PORTAL, {
          found: `${url} answered ${status} and sends nowhere`,
          nextStep:
            'Look whether the login is published and the access code is removed: maas setup-tenant',
        }),
      };
    }
    const target = new URL(location, url);
    const why = whyWrong(target, place);
    return why === undefined
      ? { step: done(PORTAL, `to ${target.origin}`), target }
      : {
          step: needs('blocked', PORTAL, {
            found: `the portal sends ${why}`,
            nextStep: 'Correct the login: maas setup-tenant',
          }),
        };
  } catch (error) {
    return {
      step: needs('blocked', PORTAL, {
        found: messageOf(error),
        nextStep: 'Look whether the portal is reachable from here',
      }),
    };
  }
}

/** Second step: Keycloak shows its login, or says what it does not take. */
async function ssoStep(http: HttpClient, target: URL): Promise<Step> {
  try {
    const { status, headers } = await ask(http, target.href);
    const isRefused = new URL(
      headers.location ?? target.href,
      target,
    ).searchParams.has('error');
    return isRefused
      ? needs('blocked', SSO, {
          found: 'the SSO sends back with an error',
          nextStep:
            'Look into its events: the client may not use the standard flow',
        })
      : done(SSO, status < 300 ? 'shows its login' : 'goes on to its provider');
  } catch (error) {
    const isRefused = isHttpError(error, 400);
    return needs('blocked', SSO, {
      found: isRefused
        ? 'the SSO refuses the client or its redirect (400)'
        : messageOf(error),
      nextStep: isRefused
        ? "Correct the redirect of the client, see the step 'Redirect of the portal's client'"
        : 'Look whether the SSO is reachable from here and from the users',
    });
  }
}

/** Walks the portal's login up to the form: no password is needed, nobody is logged in. */
export async function walkLogin(
  http: HttpClient,
  place: LoginPlace,
): Promise<Step[]> {
  const { step, target } = await portalStep(http, place);
  return target ? [step, await ssoStep(http, target)] : [step];
}
