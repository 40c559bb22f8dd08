import { z } from 'zod/v4';
import { secretsOf, without } from '../../http/answers';
import { HttpError } from '../../http/errors';
import { parseJson } from '../../http/fetchJson';
import { mayCarryToken } from '../../http/mayCarryToken';
import type { HttpClient, HttpRequest } from '../../http/types';
import { messageOf } from '../../messageOf';

/**
 * What one question to a model server brought.
 *
 * | kind | the server |
 * |---|---|
 * | answer | answered below 500: a status, and its JSON when it was 2xx and JSON |
 * | refused | answered with what is not taken: a redirect, too much |
 * | silent | did not answer, or says that it cannot yet (408, 429, 5xx) |
 */
export type Answer =
  | { kind: 'answer'; status: number; json?: unknown; reason: string }
  | { kind: 'refused'; reason: string; tell?: 'warn' | 'info' }
  | { kind: 'silent'; reason: string };

/**
 * Headers with a credential for one server at one origin; `undefined` for none.
 * May throw when the credential that is configured cannot be had.
 */
export type AuthorizeFor = (asked: {
  origin: string;
  server: { namespace: string; name: string };
}) => Promise<Record<string, string> | undefined>;

export type AskOptions = {
  http: HttpClient;
  /** For one question, in milliseconds. */
  timeoutMs: number;
  authorizeFor?: AuthorizeFor;
};

/** Whom to ask, and until when. */
export type AskTarget = {
  server: { namespace: string; name: string };
  signal: AbortSignal;
};

/** Asks for one URL, with a bound for the size of its answer in bytes. Never throws. */
export type Ask = (url: string, maxBytes: number) => Promise<Answer>;

/** Says nothing of what is asked for: too slow, too often. */
const PASSING: readonly number[] = [408, 429];

/** Questions to one server in one go, all candidates and both addresses together. */
const MOST_QUESTIONS = 30;

function failureOf(error: unknown, secrets: readonly string[]): Answer {
  const reason = without(secrets, messageOf(error));
  if (!(error instanceof HttpError)) {
    return { kind: 'silent', reason };
  }
  const { kind, status } = error;
  if (kind === 'redirect' || kind === 'too-large') {
    return { kind: 'refused', reason };
  }
  if (status !== undefined && status < 500 && !PASSING.includes(status)) {
    return { kind: 'answer', status, reason };
  }
  return { kind: 'silent', reason };
}

/** A credential goes only to the origin that it was configured for, and only encrypted. */
async function credentialFor(
  url: string,
  { server }: AskTarget,
  authorizeFor: AuthorizeFor | undefined,
): Promise<Record<string, string>> {
  if (!authorizeFor || !mayCarryToken(url)) {
    return {};
  }
  return (await authorizeFor({ origin: new URL(url).origin, server })) ?? {};
}

async function answerOf(
  http: HttpClient,
  request: HttpRequest,
  secrets: readonly string[],
): Promise<Answer> {
  try {
    const response = await http.request(request);
    const { status } = response;
    try {
      const json = parseJson(response, z.unknown(), request);
      return { kind: 'answer', status, json, reason: '' };
    } catch (error) {
      const reason = without(secrets, messageOf(error));
      return { kind: 'answer', status, reason };
    }
  } catch (error) {
    return failureOf(error, secrets);
  }
}

/** A way to ask one model server: only GET, a bounded number of times. */
export function createAsk(
  { http, timeoutMs, authorizeFor }: AskOptions,
  target: AskTarget,
): Ask {
  let asked = 0;
  return async (url, maxBytes) => {
    asked += 1;
    if (asked > MOST_QUESTIONS) {
      const reason = `was asked ${MOST_QUESTIONS} times already`;
      return { kind: 'refused', reason };
    }
    let credential: Record<string, string>;
    try {
      credential = await credentialFor(url, target, authorizeFor);
    } catch (error) {
      const reason = `was not asked: ${messageOf(error)}`;
      return { kind: 'refused', reason, tell: 'warn' };
    }
    const { signal } = target;
    const headers = { accept: 'application/json', ...credential };
    const request = { url, headers, signal, timeoutMs, maxBytes };
    return answerOf(http, request, secretsOf(credential));
  };
}

/** Whether a server wants a token that we have not. */
export const wantsToken = (answer: Answer): boolean =>
  answer.kind === 'answer' && (answer.status === 401 || answer.status === 403);
