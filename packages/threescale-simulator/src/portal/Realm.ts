import { randomBytes } from 'node:crypto';
import type { Express, Request } from 'express';
import { z } from 'zod/v4';
import type { Show } from './context';
import { realmPage } from './pages';

const PATH = '/realms/maas';
const ENDPOINT = `${PATH}/protocol/openid-connect/auth`;
const MAX_CODES = 100;

const text = z.string().max(500).catch('');
const askedSchema = z.object({
  ...{ client_id: text, redirect_uri: text, response_type: text, state: text },
});

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

  routes(app: Express, show: Show): void {
    app.get(ENDPOINT, (request, response) => {
      const asked = askedSchema.parse(request.query);
      const why = this.#whyNot(asked);
      show(request, response, {
        title: 'Single sign-on',
        ...(why === undefined ? {} : { status: 400, notice: why }),
        content: realmPage(why === undefined ? asked : undefined),
      });
    });
    app.post(ENDPOINT, (request, response) => {
      const asked = askedSchema.parse(request.body);
      const why = this.#whyNot(asked);
      const email = emailIn(request);
      if (why !== undefined || email === undefined) {
        const notice = why ?? 'This is no e-mail address.';
        const shown = { title: 'Single sign-on', status: 400, notice };
        show(request, response, { ...shown, content: realmPage(undefined) });
        return;
      }
      const back = new URL(asked.redirect_uri);
      back.searchParams.set('code', this.#codeFor(email));
      back.searchParams.set('state', asked.state);
      response.redirect(303, back.href);
    });
  }

  /** As Keycloak says it. */
  #whyNot({ client_id, redirect_uri, response_type }: Asked) {
    if (client_id !== this.clientId) return 'Client not found.';
    if (!redirect_uri.startsWith(`${this.portalUrl}/auth/`)) {
      return 'Invalid parameter: redirect_uri';
    }
    return response_type === 'code'
      ? undefined
      : 'Invalid parameter: response_type';
  }

  #codeFor(email: string): string {
    const code = randomBytes(16).toString('hex');
    this.#codes.set(code, email);
    const [oldest] = this.#codes.keys();
    if (this.#codes.size > MAX_CODES && oldest) this.#codes.delete(oldest);
    return code;
  }
}

const emailSchema = z.object({
  email: z
    .string()
    .trim()
    .max(120)
    .regex(/^[^@\s]+@[^@\s]+$/),
});

const emailIn = ({ body }: Request): string | undefined =>
  emailSchema.safeParse(body).data?.email;
