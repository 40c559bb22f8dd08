import { randomBytes } from 'node:crypto';

/** What a browser is known by. */
export interface Session {
  userId?: number;
  /** The access code was given. */
  mayEnter?: boolean;
  /** Of a log-in by SSO that is on its way. */
  state?: string;
}

const MAX = 1000;
const COOKIE = 'portal_session';

/** Sessions of browsers, by a cookie; the oldest are forgotten. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();

  find(cookies: string | undefined): Session | undefined {
    const id = new RegExp(`(?:^|; *)${COOKIE}=([0-9a-f]+)`).exec(cookies ?? '');
    return this.#sessions.get(id?.[1] ?? '');
  }

  /** A new session, and the cookie that names it. */
  begin(session: Session): string {
    const id = randomBytes(16).toString('hex');
    this.#sessions.set(id, session);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > MAX && oldest) this.#sessions.delete(oldest);
    // No page of another origin can use it.
    return `${COOKIE}=${id}; HttpOnly; SameSite=Strict; Path=/`;
  }
}
