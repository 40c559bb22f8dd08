import { fetch } from 'undici';
import { z } from 'zod/v4';
import { SECRETS } from './world';

const tokensSchema = z.object({
  access_token: z.string(),
  id_token: z.string(),
});

const claimsSchema = z.record(z.string(), z.unknown());

/** What an answer of the token endpoint says. */
export interface TokenAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** What a user's tokens and the user's page say. */
export interface Claims {
  readonly id: Record<string, unknown>;
  readonly access: Record<string, unknown>;
  readonly userinfo: Record<string, unknown>;
}

function claimsOf(token: string): Record<string, unknown> {
  const [, payload = ''] = token.split('.');
  const text = Buffer.from(payload, 'base64url').toString('utf8');
  return claimsSchema.parse(JSON.parse(text));
}

/** Which client of which realm it is, and where users come back. */
export interface PortalOptions {
  readonly keycloak: string;
  readonly realm: string;
  readonly callback: string;
  readonly client?: string;
}

/** The developer portal, as far as it takes part in a log-in. */
export class Portal {
  private readonly endpoint: string;

  private readonly callback: string;
  private readonly client: string;

  constructor({ keycloak, realm, callback, client = '3scale' }: PortalOptions) {
    this.endpoint = `${keycloak}/realms/${realm}/protocol/openid-connect`;
    this.callback = callback;
    this.client = client;
  }

  /** Where it sends a user who logs in. */
  loginUrl(callback = this.callback): string {
    const query = new URLSearchParams({
      client_id: this.client,
      response_type: 'code',
      redirect_uri: callback,
      scope: 'openid',
      state: 'kept by the portal',
    });
    return `${this.endpoint}/auth?${query}`;
  }

  /** Asks for tokens as the client, with its secret unless another is given. */
  async token(fields: Readonly<Record<string, string>>): Promise<TokenAnswer> {
    const answer = await fetch(`${this.endpoint}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        client_id: this.client,
        client_secret: SECRETS.MAAS_CLIENT_SECRET,
        ...fields,
      }),
    });
    return { status: answer.status, body: await answer.json() };
  }

  /** What came back to the callback, turned into claims. @throws Error when refused */
  async claims(arrived: string | undefined): Promise<Claims> {
    const code = arrived && new URL(arrived).searchParams.get('code');
    if (!code) throw new Error(`no code came back: ${arrived}`);
    const { status, body } = await this.token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.callback,
    });
    if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
    const tokens = tokensSchema.parse(body);
    const answer = await fetch(`${this.endpoint}/userinfo`, {
      headers: { authorization: `Bearer ${tokens.access_token}` },
    });
    return {
      id: claimsOf(tokens.id_token),
      access: claimsOf(tokens.access_token),
      userinfo: claimsSchema.parse(await answer.json()),
    };
  }
}
