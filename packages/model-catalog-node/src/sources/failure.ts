import { HttpError } from '../http/errors';
import { NOT_JSON } from '../http/fetchJson';
import type { SourceResult } from './types';
import { messageOf } from '../messageOf';

/** What was being read, for messages. */
export type Subject = {
  /** `Model registry "dev"`. */
  name: string;
  baseUrl: string;
  /** Who must allow what, when the server says 403. */
  permission: string;
};

const NOT_OURS: ReadonlySet<number> = new Set([401, 403, 404]);

/** Proxies let a stranger in nowhere, but not all of them say 401: some show or lead to a login page. */
function isLoginPage({ kind, reason }: HttpError): boolean {
  return kind === 'redirect' || (kind === 'content' && reason === NOT_JSON);
}

function adviceFor(error: HttpError, subject: Subject): string {
  switch (error.status) {
    case 401:
      return `The credential was not accepted: check the token that is configured for it, that it has not expired and that its service account still exists. ${subject.permission}`;
    case 403:
      return subject.permission;
    case 404:
      return `Nothing is served there: check that ${subject.baseUrl} is its REST API, and that this release has one`;
    default:
      break;
  }
  if (isLoginPage(error)) {
    return `Most likely the proxy in front of it did not take our token. ${subject.permission}. If that is done, check that ${subject.baseUrl} is its REST API`;
  }
  switch (error.kind) {
    case 'tls':
      return 'Give the CA bundle that signed its certificate with --ca-file (CA_FILE)';
    case 'content':
      return `Check that ${subject.baseUrl} is its REST API and not a page in front of it`;
    case 'too-large':
      return 'Nothing was taken over of it; raise the size limit if so large an answer is expected';
    default:
      return 'It is tried again by itself';
  }
}

/**
 * What a source says when it could not be read.
 *
 * | answer | never read since configured | read before |
 * |---|---|---|
 * | 401, 403, 404, a login page | unavailable: it claims nothing | failed |
 * | anything else | failed | failed |
 */
export function failureOf(
  error: unknown,
  subject: Subject,
  wasRead: boolean,
): Extract<SourceResult<never>, { state: 'failed' | 'unavailable' }> {
  if (!(error instanceof HttpError)) {
    const reason = messageOf(error);
    return {
      state: 'failed',
      message: `${subject.name} at ${subject.baseUrl} could not be read: ${reason}`,
      issues: [],
    };
  }
  const isRefused =
    isLoginPage(error) ||
    (error.status !== undefined && NOT_OURS.has(error.status));
  const state = isRefused && !wasRead ? 'unavailable' : 'failed';
  const effect =
    state === 'failed'
      ? 'What was known of it stays'
      : 'Nothing of it is shown until it can be read';
  return {
    state,
    message: `${subject.name} could not be read: ${error.message}. ${adviceFor(
      error,
      subject,
    )}. ${effect}.`,
    issues: [],
  };
}

const FIRST_PAUSE_MS = 1000;

/** How long to leave a failing server alone: doubled each time, at least what it asks for. */
export function backOffMs(
  failures: number,
  error: unknown,
  maxMs: number,
): number {
  const doubled = FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 20);
  const asked = error instanceof HttpError ? error.retryAfterMs ?? 0 : 0;
  return Math.min(maxMs, Math.max(doubled, asked));
}
