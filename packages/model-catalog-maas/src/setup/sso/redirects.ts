import { done, needs } from '../plan/steps';
import type { Step } from '../types';

const REDIRECT = {
  id: 'sso.redirect',
  title: "Redirect of the portal's client",
};

/** Where the portal's logins come back to, and nowhere else. */
export const callbacksOf = (portalUrl: string): string =>
  `${new URL(portalUrl).origin}/auth/*`;

/**
 * Whether a redirect pattern is one of the portal and no wider.
 *
 * | pattern | fits |
 * |---|---|
 * | `https://portal/auth/*`, `https://portal/auth/x/callback` | yes |
 * | `https://portal/*` | yes, though wider than needed |
 * | `*`, `https://*`, another host | no |
 */
export function isOfPortal(pattern: string, portalUrl: string): boolean {
  return pattern.startsWith(`${new URL(portalUrl).origin}/`);
}

/** The client as Keycloak tells it; absent: there is none of that name. */
export type SeenClient = { readonly redirectUris: readonly string[] };

/** `undefined`: not looked at, as no administrator's credential of Keycloak is given. */
export function judgeRedirects(
  seen: SeenClient | 'absent' | undefined,
  { portalUrl, clientId, realmUrl }: RedirectPlace,
): Step & { readonly wanted?: readonly string[] } {
  const wanted = [callbacksOf(portalUrl)];
  const console = realmUrl.replace(
    /\/realms\/([^/]+)\/?$/,
    '/admin/master/console/#/$1/clients',
  );
  if (seen === undefined) {
    return needs('manual', REDIRECT, {
      found: 'not looked at: no credential of Keycloak is given',
      nextStep: `Let the client ${clientId} have ${wanted.join(
        ', ',
      )} and never *: ${console}`,
    });
  }
  if (seen === 'absent') {
    return needs('blocked', REDIRECT, {
      found: `the realm has no client ${clientId}`,
      nextStep: 'Apply deploy/maas/sso, or give --sso-client',
    });
  }
  const { redirectUris } = seen;
  const foreign = redirectUris.filter(one => !isOfPortal(one, portalUrl));
  if (redirectUris.length > 0 && foreign.length === 0) {
    return done(REDIRECT, redirectUris.join(', '));
  }
  return {
    ...REDIRECT,
    ...{ state: 'todo', actions: [], wanted },
    found:
      redirectUris.length === 0
        ? 'none'
        : `also leads elsewhere: ${foreign.join(', ')}`,
    nextStep: `set it to ${wanted.join(', ')}`,
  };
}

export type RedirectPlace = {
  readonly portalUrl: string;
  readonly clientId: string;
  readonly realmUrl: string;
};
