/** What came back, or did not, when the location service was asked. */
export type LocationServiceFailure = {
  url: string;
  /** The HTTP status, if there was an answer. */
  status?: number;
  /** Milliseconds that the service asks to wait. */
  retryAfterMs?: number;
  cause?: unknown;
};

/** A request that failed: what was tried, on what, and why. Holds no credential. */
export class LocationServiceError extends Error {
  override readonly name = 'LocationServiceError';
  readonly status?: number;
  readonly retryAfterMs?: number;

  constructor(
    why: string,
    { url, status, retryAfterMs, cause }: LocationServiceFailure,
  ) {
    super(`GET ${url} failed: ${why}`, { cause });
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}
