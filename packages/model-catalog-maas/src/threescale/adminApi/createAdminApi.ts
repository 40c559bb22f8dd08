import {
  createHttpClient,
  type HttpClientOptions,
  mayCarryToken,
  redactUrl,
} from '@model-catalog/node';
import { AdminApiError } from './AdminApiError';
import type { Door } from './door';
import { type AdminApiReader, reading } from './reading';
import { type AdminApiWriter, writing } from './writing';

export type AdminApiOptions = {
  /** Of the tenant's admin portal, e.g. `https://maas-admin.apps.example.com`. */
  url: string;
  /** Asked for at each exchange, so that it may change. */
  token: () => string | Promise<string>;
  /** Trust, proxy, time-outs; the credential is ours to give. */
  http?: Omit<HttpClientOptions, 'authorize'>;
  signal?: AbortSignal;
  /** Told of items that cannot be read; by default nobody. */
  onProblem?: (problem: string) => void;
};

/** Client of 3scale's Admin API (2.11 and newer). All calls throw `AdminApiError`. */
export type AdminApi = AdminApiReader &
  AdminApiWriter & {
    readonly url: string;
    close(): Promise<void>;
  };

const TIMEOUT_MS = 20_000;

/** The token as the user of Basic, and nowhere else. */
const basic = (token: string) =>
  `Basic ${Buffer.from(`:${token}`).toString('base64')}`;

function baseOf(url: string): string {
  const base = URL.canParse(url) ? new URL(url) : undefined;
  if (!base || !mayCarryToken(url) || base.username || base.password) {
    throw new AdminApiError(`${redactUrl(url)} is no address for a token`, {
      kind: 'not-api',
      nextStep:
        'Give an https address without user and password (http only on this machine)',
    });
  }
  return `${base.origin}${base.pathname.replace(/\/+$/, '')}`;
}

/** Opens nothing until the first call. Throws when the address may not carry a token. */
export function createAdminApi(options: AdminApiOptions): AdminApi {
  const base = baseOf(options.url);
  const secrets: string[] = [];
  const learn = (token: string) => {
    for (const secret of [token, basic(token), basic(token).slice(6)]) {
      if (secret.length >= 8 && !secrets.includes(secret)) {
        secrets.push(secret);
      }
    }
  };
  const http = createHttpClient({
    timeoutMs: TIMEOUT_MS,
    ...options.http,
    authorize: async () => {
      const token = await options.token();
      learn(token);
      return { authorization: basic(token) };
    },
  });
  const door: Door = {
    ...{ base, http, secrets, signal: options.signal },
    onProblem: options.onProblem ?? (() => {}),
  };
  return {
    url: base,
    ...reading(door),
    ...writing(door),
    close: () => http.close(),
  };
}
