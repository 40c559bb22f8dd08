import { z } from 'zod/v4';
import { CONNECT_TIMEOUT, UNUSABLE_TLS } from './connect';
import { HttpError, HttpErrorKind } from './errors';
import { redactUrl } from './redactUrl';
import type { HttpRequest } from './types';

const NETWORK_REASONS: Record<string, string> = {
  ECONNREFUSED: 'was refused: nothing listens there',
  ADDRESS_REFUSED:
    'was not sent: the host resolves to an address that is refused',
  ECONNRESET: 'broke off: the connection was reset',
  ENOTFOUND: 'found no such host',
  EAI_AGAIN: 'could not look up the host',
  EHOSTUNREACH: 'cannot reach the host',
  ENETUNREACH: 'cannot reach the network',
  EPIPE: 'broke off: the connection was closed',
  ETIMEDOUT: 'got no connection in time',
  [CONNECT_TIMEOUT]: 'got no connection in time',
};

const TLS_CODE =
  /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$|HOSTNAME_MISMATCH$|INVALID_CA$)/;

/** What an error may carry; looked at by shape, as Node's own errors come from another realm under test. */
const Inner = z.object({
  code: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  cause: z.unknown(),
  errors: z.array(z.unknown()).optional().catch(undefined),
});

function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  let current: unknown = error;
  for (let depth = 0; depth < 5; depth++) {
    const { data } = Inner.safeParse(current);
    if (!data) {
      break;
    }
    if (data.code) {
      codes.push(data.code);
    }
    current = data.cause ?? data.errors?.[0];
  }
  return codes;
}

function describe(error: unknown): {
  kind: HttpErrorKind;
  text: string;
  code?: string;
} {
  const codes = codesOf(error);
  const message = Inner.safeParse(error).data?.message ?? 'unknown reason';
  if (codes.includes(UNUSABLE_TLS)) {
    return {
      kind: 'tls',
      code: UNUSABLE_TLS,
      text: `was not sent: the authorities, certificate or key that we were given cannot be used: ${message}`,
    };
  }
  const tls = codes.find(code => TLS_CODE.test(code));
  if (tls) {
    return {
      kind: 'tls',
      code: tls,
      text: `is not trusted (${tls}): give the CA that signed the server's certificate, and use a host name that it contains`,
    };
  }
  const code = codes.find(one => one in NETWORK_REASONS) ?? codes[0];
  const why = (code && NETWORK_REASONS[code]) ?? `failed: ${message}`;
  return {
    kind: code === CONNECT_TIMEOUT ? 'timeout' : 'network',
    code,
    text: code ? `${why} (${code})` : why,
  };
}

/** Method and URL as errors show them. */
export function identify({ method = 'GET', url }: HttpRequest) {
  return { method, url: redactUrl(url) };
}

/** What a socket, a resolver or Node's client threw, as an `HttpError`. */
export function toHttpError(error: unknown, request: HttpRequest): HttpError {
  if (error instanceof HttpError) {
    return error;
  }
  const { kind, text, code } = describe(error);
  return new HttpError(text, {
    ...identify(request),
    kind,
    reason: code,
    cause: error,
  });
}

export function abortedError(request: HttpRequest): HttpError {
  return new HttpError('was stopped by us', {
    ...identify(request),
    kind: 'aborted',
  });
}

export function timeoutError(text: string, request: HttpRequest): HttpError {
  return new HttpError(text, { ...identify(request), kind: 'timeout' });
}
