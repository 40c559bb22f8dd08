import type { z } from 'zod/v4';
import { HttpError } from './errors';
import { identify } from './failures';
import type { HttpClient, HttpRequest, HttpResponse } from './types';

/** Reason of the error for a page or another text where JSON was asked for. */
export const NOT_JSON = 'NOT_JSON';

const MAX_FIELDS = 5;
const MAX_EXCERPT = 256;

function wrongContent(
  request: HttpRequest,
  text: string,
  more: { body?: string; reason?: string } = {},
): HttpError {
  return new HttpError(text, {
    ...identify(request),
    kind: 'content',
    reason: more.reason,
    excerpt: more.body?.replace(/\s+/g, ' ').trim().slice(0, MAX_EXCERPT),
  });
}

function checkContentType(
  { headers, body, redact }: HttpResponse,
  request: HttpRequest,
) {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (/^text\/|html|xml/i.test(type)) {
    throw wrongContent(
      request,
      `answered with ${type} where JSON was asked for. Typical of an auth proxy's login page or of a URL that is not the API's`,
      { body: redact?.(body) ?? body, reason: NOT_JSON },
    );
  }
}

/** Names the first fields that are not as the schema wants them; no values. */
export function describeIssues(error: z.ZodError): string {
  const named = error.issues
    .slice(0, MAX_FIELDS)
    .map(
      issue =>
        `${issue.path.map(String).join('.') || '(root)'}: ${issue.message}`,
    );
  const more = error.issues.length - named.length;
  return named.join('; ') + (more > 0 ? `; and ${more} more` : '');
}

/** Reads an answer's body as JSON of one shape; throws an `HttpError` of kind `content` otherwise. */
export function parseJson<T>(
  response: HttpResponse,
  schema: z.ZodType<T>,
  request: HttpRequest,
): T {
  checkContentType(response, request);
  let value: unknown;
  try {
    value = JSON.parse(response.body);
  } catch {
    // The parser's own message quotes the answer, which may echo a credential.
    const { body, redact } = response;
    const shown = redact?.(body) ?? body;
    throw wrongContent(request, 'answered with broken JSON', { body: shown });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw wrongContent(
      request,
      `answered with JSON of another shape: ${describeIssues(parsed.error)}`,
    );
  }
  return parsed.data;
}

/** One exchange (a URL is a plain GET) whose answer is JSON of one shape. Throws `HttpError`. */
export async function fetchJson<T>(
  client: HttpClient,
  target: string | HttpRequest,
  schema: z.ZodType<T>,
): Promise<T> {
  const request = typeof target === 'string' ? { url: target } : target;
  return parseJson(await client.request(request), schema, request);
}
