import type { AuthenticationProvider } from '../../threescale/adminApi';
import type { ObservedTenant, Step, WantedTenant } from '../types';
import { done, needs, todo, unread, valueOf } from './steps';

const LOGIN = { id: 'portal.login', title: 'Login by SSO' };
const LOGIN_NAME = 'Red Hat SSO';

const same = (one = '', other = '') =>
  one.replace(/\/+$/, '') === other.replace(/\/+$/, '');

/** The portal's login as it is now. */
export const loginOf = (observed: ObservedTenant) =>
  valueOf(observed.logins)?.find(({ kind }) => kind === 'keycloak');

function differencesOf(
  now: AuthenticationProvider,
  wanted: NonNullable<WantedTenant['login']>,
): string[] {
  const pairs: [isSo: boolean, what: string][] = [
    [!same(now.site, wanted.site), 'realm'],
    [now.clientId !== wanted.clientId, 'client'],
    [now.hasWantedSecret === false, 'secret'],
    [!now.published, 'not published'],
    [!now.approvesAccounts, 'accounts wait for approval'],
    [now.skipsTls !== wanted.skipsTls, 'verification of certificates'],
  ];
  return pairs.filter(([isSo]) => isSo).map(([, what]) => what);
}

/**
 * | there | secret given | step |
 * |---|---|---|
 * | no | yes | made |
 * | no | no | blocked |
 * | as wanted | either | done |
 * | otherwise | either | changed; the secret only where one is given |
 */
export function loginSteps(
  observed: ObservedTenant,
  { login: wanted }: WantedTenant,
): Step[] {
  if (!wanted) {
    return [
      needs('manual', LOGIN, {
        found: 'not asked for',
        nextStep:
          'Give --sso-realm with the URL of the realm, and the secret of its client',
      }),
    ];
  }
  if (observed.logins && 'error' in observed.logins) {
    return [unread(LOGIN, observed.logins.error)];
  }
  const now = loginOf(observed);
  const change = { ...wanted, published: true, approvesAccounts: true };
  if (!now) {
    return wanted.clientSecret === undefined
      ? [
          needs('blocked', LOGIN, {
            found: 'not there, and the secret of the client is not given',
            nextStep: `Give the secret of the client ${wanted.clientId} by --sso-secret-file or --sso-secret`,
          }),
        ]
      : [
          todo(LOGIN, 'not there', [
            {
              title: `add the login by ${wanted.site}`,
              run: api => api.createKeycloakLogin(LOGIN_NAME, change),
            },
          ]),
        ];
  }
  const differing = differencesOf(now, wanted);
  return differing.length === 0
    ? [done(LOGIN, `by ${now.site}, accounts are approved`)]
    : [
        todo(LOGIN, `differs: ${differing.join(', ')}`, [
          {
            title: 'correct the login',
            run: api => api.updateLogin(now.id, change),
          },
        ]),
      ];
}
