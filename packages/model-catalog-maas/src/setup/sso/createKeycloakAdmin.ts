import { fetchJson, type HttpClient, mayCarryToken } from '@model-catalog/node';
import { z } from 'zod/v4';

export type KeycloakAdminOptions = {
  readonly http: HttpClient;
  /** URL of the realm, e.g. `https://sso.example.com/realms/maas`. */
  readonly realmUrl: string;
  readonly username: string;
  readonly password: () => Promise<string>;
  /** Realm of the administrator; default `master`. */
  readonly adminRealm?: string;
};

const Token = z.object({ access_token: z.string() });

/** As it is told, so that it can be given back whole; of it we change the redirects. */
const Client = z.looseObject({
  id: z.string(),
  clientId: z.string(),
  redirectUris: z.array(z.string()).default([]),
});

/** What we need of Keycloak's Admin API (RHBK 24 and newer, RH-SSO 7 with `/auth` in the realm's URL). */
export type KeycloakAdmin = {
  client(clientId: string): Promise<z.infer<typeof Client> | undefined>;
  setRedirects(
    clientId: string,
    redirectUris: readonly string[],
  ): Promise<void>;
};

function partsOf(realmUrl: string) {
  const parts = /^(https?:\/\/.+)\/realms\/([^/]+)\/?$/.exec(realmUrl);
  if (!parts || !mayCarryToken(realmUrl)) {
    throw new Error(
      `${realmUrl} is no URL of a realm that a credential may go to: https://<host>/realms/<realm>`,
    );
  }
  const [, base = '', realm = ''] = parts;
  return { base, realm };
}

export function createKeycloakAdmin(
  options: KeycloakAdminOptions,
): KeycloakAdmin {
  const { http, username, password, adminRealm = 'master' } = options;
  const { base, realm } = partsOf(options.realmUrl);
  // Asked for each call: these tokens live for a minute.
  const authorization = async () => {
    const { access_token: token } = await fetchJson(
      http,
      {
        method: 'POST',
        url: `${base}/realms/${adminRealm}/protocol/openid-connect/token`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          ...{ grant_type: 'password', client_id: 'admin-cli' },
          ...{ username, password: await password() },
        }).toString(),
      },
      Token,
    );
    return `Bearer ${token}`;
  };
  const clients = `${base}/admin/realms/${realm}/clients`;
  const client: KeycloakAdmin['client'] = async clientId => {
    const found = await fetchJson(
      http,
      {
        url: `${clients}?clientId=${encodeURIComponent(clientId)}`,
        headers: { authorization: await authorization() },
      },
      z.array(Client),
    );
    return found.find(one => one.clientId === clientId);
  };
  return {
    client,
    setRedirects: async (clientId, redirectUris) => {
      const now = await client(clientId);
      if (!now) {
        throw new Error(`The realm ${realm} has no client ${clientId}`);
      }
      await http.request({
        ...{ method: 'PUT', url: `${clients}/${now.id}` },
        headers: {
          authorization: await authorization(),
          'content-type': 'application/json',
        },
        body: JSON.stringify({ ...now, redirectUris }),
      });
    },
  };
}
