import {
  plainHeaders,
  readBody,
  secretsOf,
  statusError,
  statusOf,
  without,
} from './answers';
import { createDeadline } from './deadline';
import type { Dispatch } from './dispatcher';
import { HttpError } from './errors';
import { abortedError, identify, timeoutError, toHttpError } from './failures';
import type { HttpClientOptions, RawAnswer } from './options';
import { originAndPath } from './redactUrl';
import { redirectTarget } from './redirects';
import type { Sent } from './transport';
import type { HttpRequest, HttpResponse } from './types';

export const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_BYTES = 32 * 1024 * 1024;
const DEFAULT_USER_AGENT = 'model-catalog';

/** Where requests are sent, and with which settings. */
export type Door = { dispatch: Dispatch; options: HttpClientOptions };

/** The request as it is sent. */
export function toSend(
  request: HttpRequest,
  credential: Record<string, string>,
  options: HttpClientOptions,
): Sent {
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new HttpError('cannot be asked: it is no http or https URL', {
      ...identify(request),
      kind: 'content',
    });
  }
  return {
    url,
    method: request.method ?? 'GET',
    headers: {
      'user-agent': options.userAgent ?? DEFAULT_USER_AGENT,
      accept: 'application/json',
      ...request.headers,
      ...credential,
    },
    body: request.body,
  };
}

async function exchangeOnce(
  { dispatch, options }: Door,
  request: HttpRequest,
  credential: Record<string, string>,
): Promise<RawAnswer> {
  const timeoutMs =
    request.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const maxBytes = request.maxBytes ?? options.maxBytes ?? DEFAULT_MAX_BYTES;
  const deadline = createDeadline(timeoutMs, request.signal);
  const started = performance.now();
  let status: number | undefined;
  let bytesIn = 0;
  try {
    const response = await dispatch(
      toSend(request, credential, options),
      deadline.signal,
    );
    status = statusOf(response);
    const headers = plainHeaders(response.headers);
    const read = await readBody(response, request, maxBytes);
    bytesIn = read.bytesIn;
    return { status, headers, ...read };
  } catch (error) {
    if (deadline.expired()) {
      throw timeoutError(
        `gave no complete answer within ${timeoutMs} ms`,
        request,
      );
    }
    throw request.signal?.aborted
      ? abortedError(request)
      : toHttpError(error, request);
  } finally {
    deadline.dispose();
    options.onExchange?.({
      method: request.method ?? 'GET',
      url: originAndPath(request.url),
      status,
      bytesIn,
      ms: performance.now() - started,
    });
  }
}

function sameHeaders(a: Record<string, string>, b: Record<string, string>) {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A plugin that is asked for a credential may hang, and must not hold up a source for ever. */
const AUTHORIZE_MS = 15_000;

/** What `work` gives, if it gives it in time. */
async function inTime<T>(
  work: Promise<T>,
  ms: number,
  signal: AbortSignal | undefined,
): Promise<T> {
  const deadline = createDeadline(ms, signal);
  try {
    return await new Promise<T>((resolve, reject) => {
      work.then(resolve, reject);
      const stop = () =>
        reject(
          new Error(
            deadline.expired()
              ? `it was not given within ${ms} ms`
              : 'we were stopped',
          ),
        );
      deadline.signal.addEventListener('abort', stop, { once: true });
      if (deadline.signal.aborted) {
        stop();
      }
    });
  } finally {
    deadline.dispose();
  }
}

/** Asks for the credential; what goes wrong there is told as such, not as a fault of the server. */
async function credentialFor(
  { authorize, authorizeTimeoutMs = AUTHORIZE_MS }: HttpClientOptions,
  request: HttpRequest,
  refused: boolean,
): Promise<Record<string, string>> {
  if (!authorize) {
    return {};
  }
  try {
    const asked = authorize({ refused });
    return await inTime(asked, authorizeTimeoutMs, request.signal);
  } catch (cause) {
    if (request.signal?.aborted) {
      throw abortedError(request);
    }
    throw new HttpError('was not sent: there is no credential to send', {
      ...identify(request),
      kind: 'network',
      reason: 'NO_CREDENTIAL',
      excerpt: cause instanceof Error ? cause.message : undefined,
      cause,
    });
  }
}

/**
 * Calls `send` with the credential; when the server answers 401, asks for a
 * fresh one and tries once more if it differs.
 */
export async function withCredential<T extends { status: number }>(
  options: HttpClientOptions,
  request: HttpRequest,
  call: {
    send: (credential: Record<string, string>) => Promise<T>;
    discard?: (answer: T) => void;
  },
): Promise<{ answer: T; credential: Record<string, string> }> {
  const credential = await credentialFor(options, request, false);
  const answer = await call.send(credential);
  if (answer.status !== 401 || !options.authorize) {
    return { answer, credential };
  }
  const fresh = await credentialFor(options, request, true);
  if (sameHeaders(credential, fresh)) {
    return { answer, credential };
  }
  call.discard?.(answer);
  return { answer: await call.send(fresh), credential: fresh };
}

/** One exchange, with redirects and one renewal of the credential, without retries. */
export async function exchange(
  door: Door,
  request: HttpRequest,
): Promise<HttpResponse> {
  let current = request;
  for (let followed = 0; ; followed++) {
    const target = current;
    const { answer, credential } = await withCredential(door.options, target, {
      send: headers => exchangeOnce(door, target, headers),
    });
    if (answer.status >= 400) {
      throw statusError(answer, target, {
        secrets: secretsOf(credential),
        now: Date.now(),
      });
    }
    const next =
      request.redirects === 'return'
        ? undefined
        : redirectTarget(answer, target, followed);
    if (next === undefined) {
      const { status, headers, body } = answer;
      const redact = (text: string) => without(secretsOf(credential), text);
      return { status, headers, body, redact };
    }
    current = { ...target, url: next };
  }
}
