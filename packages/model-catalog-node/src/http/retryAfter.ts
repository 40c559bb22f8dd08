/**
 * Milliseconds that a Retry-After header asks for: seconds or an HTTP date;
 * `undefined` when it says neither. Never negative.
 */
export function parseRetryAfter(
  header: string | undefined,
  now: number,
): number | undefined {
  const text = header?.trim();
  if (!text) {
    return undefined;
  }
  if (/^\d+$/.test(text)) {
    return Number(text) * 1000;
  }
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
