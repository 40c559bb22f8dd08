import { randomBytes } from 'node:crypto';
import { z } from 'zod/v4';

const PATH = '/realms/maas';
/** Where people are asked who they are. */
export const ENDPOINT = `${PATH}/protocol/openid-connect/auth`;
const MAX_CODES = 100;

const text = z.string().max(500).catch('');
const askedSchema = z.object({
  ...{ client_id: text, redirect_uri: text, response_type: text, state: text },
});

/** What a query or a form asks for; what it does not have is empty. */
export const askedIn = (from: unknown): Asked => askedSchema.parse(from ?? {});

/** What whoever wants to know a user asks for. */
export type Asked = z.infer<typeof askedSchema>;

/**
 * Single sign-on as far as the portal and its set-up need it: one realm with
 * one client, of which it takes the redirects below `/auth/` of the portal and
 * nothing else. There are no passwords: whoever says an e-mail address has it.
 */
export class Realm {
  readonly #codes = new Map<string, string>();

  constructor(private readonly portalUrl: string, readonly clientId: string) {}

  /** What a portal has to be told. */
  get url(): string {
    return `${this.portalUrl}${PATH}`;
  }

  /** The address that a code stands for; a code is good once. */
  redeem(code: string): string | undefined {
    const email = this.#codes.get(code);
    this.#codes.delete(code);
    return email;
  }

  /** Why this is refused, as Keycloak says it. */
  whyNot({ client_id, redirect_uri, response_type }: Asked) {
    if (client_id !== this.clientId) return 'Client not found.';
    if (!redirect_uri.startsWith(`${this.portalUrl}/auth/`)) {
      return 'Invalid parameter: redirect_uri';
    }
    return response_type === 'code'
      ? undefined
      : 'Invalid parameter: response_type';
  }

  /** A code that stands for the address. */
  codeFor(email: string): string {
    const code = randomBytes(16).toString('hex');
    this.#codes.set(code, email);
    const [oldest] = this.#codes.keys();
    if (this.#codes.size > MAX_CODES && oldest) this.#codes.delete(oldest);
    return code;
  }
}
