import { stringify } from 'yaml';
import type { ManifestObject } from '../../deploy/objects';
import { render, renderWritten } from '../../deploy/overlays';
import { DEPLOY } from '../../deploy/paths';
import { join } from 'path';
import { placeholdersIn, type RealmImport, realmImportOf, user } from './realm';

/**
 * What the Secrets of a cluster would hold. Never a quote or a backslash: it
 * is put into the JSON as it is, and Keycloak would not start.
 */
export const SECRETS = {
  MAAS_CLIENT_SECRET: 'secret of the client 3scale: $&=%+',
  IDENTITY_PROVIDER_CLIENT_ID: 'broker',
  IDENTITY_PROVIDER_CLIENT_SECRET: 'secret of the broker',
} as const;

/** As users would name them who have another provider, portal and source of org_name. */
export const OTHER_NAMES = {
  sso: 'login.models.example.org',
  portal: 'portal.models.example.org',
  orgNameFrom: 'username',
  database: 'keycloak-primary',
  databaseName: 'sso',
} as const;

/** Realms by name. */
export type Realms = Record<string, unknown>;

const names = stringify({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: 'names',
    annotations: { 'config.kubernetes.io/local-config': 'true' },
  },
  data: OTHER_NAMES,
});

/** Keycloak's manifests as they are, with Google. */
export async function asGiven(kustomize: string): Promise<ManifestObject[]> {
  return await render(kustomize, join(DEPLOY, 'maas/sso/keycloak'));
}

/** The same by other names, with another provider. */
export async function asChanged(kustomize: string): Promise<ManifestObject[]> {
  return await renderWritten(kustomize, {
    resources: ['maas/sso/base', 'names.yaml'],
    components: ['maas/sso/oidc', 'maas/sso/names'],
    files: { 'names.yaml': names },
  });
}

/** With users, and the client twice more: without the scopes that make claims of their own, and sending users anywhere, as models-aas has it. */
function withUsers({ realm }: RealmImport): unknown {
  const [client] = realm.clients;
  return {
    ...realm,
    clients: [
      client,
      { ...client, clientId: 'bare', defaultClientScopes: ['basic'] },
      { ...client, clientId: 'open', redirectUris: ['*'] },
    ],
    users: [user('ada'), user('bob', { emailVerified: false })],
  };
}

/** Another realm, whose provider is a realm of this Keycloak in place of login.example.com. */
function brokered({ realm }: RealmImport, url: string): unknown {
  const upstream = `${url}/realms/upstream`;
  const endpoint = `${upstream}/protocol/openid-connect`;
  return {
    ...realm,
    id: 'brokered',
    realm: 'brokered',
    identityProviders: realm.identityProviders.map(provider => ({
      ...provider,
      config: {
        ...provider.config,
        issuer: upstream,
        authorizationUrl: `${endpoint}/auth`,
        tokenUrl: `${endpoint}/token`,
        userInfoUrl: `${endpoint}/userinfo`,
        jwksUrl: `${endpoint}/certs`,
      },
    })),
  };
}

/** Stands for the company's own log-in. */
const upstream = (url: string) => ({
  realm: 'upstream',
  enabled: true,
  clients: [
    {
      clientId: SECRETS.IDENTITY_PROVIDER_CLIENT_ID,
      secret: SECRETS.IDENTITY_PROVIDER_CLIENT_SECRET,
      redirectUris: [`${url}/realms/brokered/broker/company/endpoint`],
    },
  ],
  users: [user('grace')],
});

/** All realms of the Keycloak that the tests share. */
export function realmsOf(
  given: readonly ManifestObject[],
  changed: readonly ManifestObject[],
): (url: string) => Realms {
  const imports = [realmImportOf(given), realmImportOf(changed)] as const;
  for (const { realm, placeholders } of imports) {
    const named = Object.keys(placeholders).sort();
    if (placeholdersIn(realm).join() !== named.join()) {
      throw new Error(`${realm.realm}: takes ${placeholdersIn(realm)}`);
    }
  }
  return url => ({
    maas: withUsers(imports[0]),
    brokered: brokered(imports[1], url),
    upstream: upstream(url),
  });
}
