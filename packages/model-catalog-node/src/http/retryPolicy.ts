import type { HttpError } from './errors';

const PASSING = new Set([408, 429, 502, 503, 504]);
const REFUSED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** The server did not work on the request: repeating it is safe for each method. */
function wasNotTaken({ kind, reason = '', status, retryAfterMs }: HttpError) {
  const refused = kind === 'network' && REFUSED.has(reason);
  const later = status === 429 || status === 503;
  return refused || (later && retryAfterMs !== undefined);
}

function isPassing({ kind, status = 0 }: HttpError) {
  return (
    kind === 'network' ||
    kind === 'timeout' ||
    (kind === 'status' && PASSING.has(status))
  );
}

/**
 * Whether the same request may succeed later, and may be repeated safely.
 *
 * | failure | GET, HEAD | PUT, DELETE | POST, PATCH |
 * |---|---|---|---|
 * | connection refused, host not found | yes | yes | yes |
 * | 429, 503 with Retry-After | yes | yes | yes |
 * | network, timeout, 408, 429, 502, 503, 504 | yes | yes | no |
 * | 500 | yes | no | no |
 * | anything else (tls, too-large, content, redirect, aborted, 4xx) | no | no | no |
 */
export function mayRetry(error: HttpError): boolean {
  if (wasNotTaken(error)) {
    return true;
  }
  switch (error.method) {
    case 'GET':
    case 'HEAD':
      return isPassing(error) || error.status === 500;
    case 'PUT':
    case 'DELETE':
      return isPassing(error);
    default:
      return false;
  }
}

/** How long to wait before attempt `attempt + 1`: exponential with jitter, at least what the server asked for, capped. */
export function retryDelayMs(
  error: HttpError,
  attempt: number,
  policy: { minDelayMs: number; maxDelayMs: number; random: () => number },
): number {
  const exponential = policy.minDelayMs * 2 ** (attempt - 1);
  const jittered = exponential * (0.5 + policy.random() / 2);
  const asked = error.retryAfterMs ?? 0;
  return Math.min(policy.maxDelayMs, Math.max(jittered, asked));
}
