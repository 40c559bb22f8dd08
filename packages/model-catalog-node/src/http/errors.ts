/**
 * Why an exchange failed.
 *
 * | kind | meaning |
 * |---|---|
 * | status | answered with 400 or above |
 * | redirect | sent elsewhere, and going there is not allowed |
 * | network | no answer: refused, reset, name not found |
 * | tls | the certificate is not trusted |
 * | timeout | no complete answer in time |
 * | too-large | the answer is longer than allowed |
 * | content | answered, but not with what was asked for (HTML, broken JSON, other fields) |
 * | aborted | we stopped it ourselves |
 */
export type HttpErrorKind =
  | 'status'
  | 'redirect'
  | 'network'
  | 'tls'
  | 'timeout'
  | 'too-large'
  | 'content'
  | 'aborted';

export type HttpErrorDetails = {
  kind: HttpErrorKind;
  method: string;
  /** Without query values that could hold a secret, without user and password. */
  url: string;
  status?: number;
  /** At most 256 characters of the body. */
  excerpt?: string;
  /** Body of an answer of 400 and above, at most 64 KiB; never printed. */
  body?: string;
  /** What a program may compare: a socket's code (`ECONNREFUSED`) or a Kubernetes Status reason (`Expired`). */
  reason?: string;
  /** From the Retry-After header, in milliseconds. */
  retryAfterMs?: number;
  cause?: unknown;
};

/** A failed exchange: what was asked, of whom, and why it failed. */
export class HttpError extends Error {
  readonly kind: HttpErrorKind;
  readonly method: string;
  readonly url: string;
  readonly status?: number;
  readonly reason?: string;
  readonly retryAfterMs?: number;
  readonly #body?: string;

  constructor(text: string, details: HttpErrorDetails) {
    const excerpt = details.excerpt ? `: ${details.excerpt}` : '';
    super(`${details.method} ${details.url} ${text}${excerpt}`, {
      cause: details.cause,
    });
    this.name = 'HttpError';
    this.kind = details.kind;
    this.method = details.method;
    this.url = details.url;
    this.status = details.status;
    this.reason = details.reason;
    this.retryAfterMs = details.retryAfterMs;
    this.#body = details.body;
  }

  /** Body of the answer, for the caller that knows its form; a method, so that no logger prints it. */
  answer(): string | undefined {
    return this.#body;
  }
}

/** Whether `error` is an `HttpError`, optionally of one status. */
export function isHttpError(
  error: unknown,
  status?: number,
): error is HttpError {
  return (
    error instanceof HttpError &&
    (status === undefined || error.status === status)
  );
}
