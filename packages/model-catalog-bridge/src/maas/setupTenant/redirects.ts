import {
  createKeycloakAdmin,
  judgeRedirects,
  type KeycloakAdmin,
  type ObservedTenant,
  type Step,
} from '@model-catalog/maas';
import { messageOf } from '@model-catalog/node';
import { given } from '../../tools/shell';
import type { OpenTenant, TenantOptions } from './openTenant';
import { fileText } from './secrets';

const REDIRECT = {
  id: 'sso.redirect',
  title: "Redirect of the portal's client",
};

function adminOf(
  { http, wanted }: OpenTenant,
  { flags, environment }: TenantOptions,
): KeycloakAdmin | undefined {
  const username =
    given(flags.keycloakUser) ?? given(environment.KEYCLOAK_USER);
  const file =
    given(flags.keycloakPasswordFile) ??
    given(environment.KEYCLOAK_PASSWORD_FILE);
  if (!username || !file || !wanted.login) {
    return undefined;
  }
  return createKeycloakAdmin({
    ...{ http, username, realmUrl: wanted.login.site },
    password: async () => {
      const read = await fileText(file);
      if ('why' in read) {
        throw new Error(read.why);
      }
      return read.value;
    },
  });
}

/** Where logins come back to: looked at, and corrected, with a credential of Keycloak; else told. */
export async function redirectStep(
  tenant: OpenTenant,
  observed: ObservedTenant,
  options: TenantOptions,
): Promise<Step[]> {
  const { login } = tenant.wanted;
  const portalUrl =
    'value' in observed.provider
      ? observed.provider.value.portalUrl
      : undefined;
  if (!login || portalUrl === undefined) {
    return [];
  }
  const place = { portalUrl, clientId: login.clientId, realmUrl: login.site };
  try {
    const admin = adminOf(tenant, options);
    const client = await admin?.client(login.clientId);
    const step = judgeRedirects(admin && (client ?? 'absent'), place);
    const { wanted } = step;
    return [
      admin && wanted
        ? {
            ...step,
            actions: [
              {
                title: `set the redirect of ${login.clientId} to ${wanted.join(
                  ', ',
                )}`,
                run: () => admin.setRedirects(login.clientId, wanted),
              },
            ],
          }
        : step,
    ];
  } catch (error) {
    return [
      {
        ...{ ...REDIRECT, state: 'blocked', found: messageOf(error) },
        nextStep:
          "Look whether Keycloak answers and the administrator's credential is right",
        actions: [],
      },
    ];
  }
}
