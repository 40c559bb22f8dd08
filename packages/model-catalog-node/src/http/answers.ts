import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import { HttpError } from './errors';
import { identify } from './failures';
import type { RawAnswer } from './options';
import { parseRetryAfter } from './retryAfter';
import type { HttpRequest } from './types';

const MAX_EXCERPT = 256;
const MAX_ERROR_BODY = 64 * 1024;

type Headers = Record<string, string>;

/** Header names in lower case; repeated ones joined as HTTP allows. */
export function plainHeaders(headers: IncomingHttpHeaders): Headers {
  const plain: Headers = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) {
      plain[name] = typeof value === 'string' ? value : value.join(', ');
    }
  }
  return plain;
}

function tooLarge(maxBytes: number, request: HttpRequest): HttpError {
  return new HttpError(`answered with more than ${maxBytes} bytes`, {
    ...identify(request),
    kind: 'too-large',
  });
}

/** Throws away a body that nobody will read; what it then says of that is of no interest. */
export function discard(answer: IncomingMessage): void {
  answer.on('error', () => {});
  answer.destroy();
}

/** Node gives the answers to its own requests their status always. */
export function statusOf({ statusCode = 0 }: IncomingMessage): number {
  return statusCode;
}

/** The pieces of a body as they come: nothing has made text of it. */
export function bytesOf(response: IncomingMessage): AsyncIterable<Buffer> {
  return response;
}

/** Reads a body of at most `maxBytes`; a longer one is an error before it is read when its length was announced. */
export async function readBody(
  response: IncomingMessage,
  request: HttpRequest,
  maxBytes: number,
): Promise<{ body: string; bytesIn: number }> {
  const isError = statusOf(response) >= 400;
  const limit = isError ? Math.min(MAX_ERROR_BODY, maxBytes) : maxBytes;
  const announced = Number(response.headers['content-length'] ?? 0);
  if (!isError && request.method !== 'HEAD' && announced > limit) {
    discard(response);
    throw tooLarge(maxBytes, request);
  }
  const decoder = new StringDecoder('utf8');
  let body = '';
  let bytesIn = 0;
  for await (const bytes of bytesOf(response)) {
    bytesIn += bytes.length;
    if (bytesIn > limit && !isError) {
      throw tooLarge(maxBytes, request);
    }
    body += decoder.write(bytes);
    if (bytesIn > limit) {
      break;
    }
  }
  return { body: body + decoder.end(), bytesIn };
}

/** The start of a body, on one line. */
function excerptOf(body: string): string {
  const start = body.slice(0, 4 * MAX_EXCERPT);
  return start.replace(/\s+/g, ' ').trim().slice(0, MAX_EXCERPT);
}

/** The values of credential headers, so that an answer that echoes them does not leak them. */
export function secretsOf(headers: Headers): string[] {
  return Object.values(headers)
    .flatMap(value => [value, value.replace(/^\w+\s+/, '')])
    .filter(value => value.length >= 8)
    .sort((a, b) => b.length - a.length);
}

/** Takes secrets out of a text. */
export function without(secrets: readonly string[], text: string): string {
  return secrets.reduce(
    (left, secret) => left.replaceAll(secret, 'redacted'),
    text,
  );
}

/** The error for an answer of 400 and above. */
export function statusError(
  answer: RawAnswer,
  request: HttpRequest,
  details: { secrets: readonly string[]; now: number },
): HttpError {
  const body = without(details.secrets, answer.body);
  return new HttpError(`answered ${answer.status}`, {
    ...identify(request),
    kind: 'status',
    status: answer.status,
    excerpt: excerptOf(body),
    body,
    retryAfterMs: parseRetryAfter(answer.headers['retry-after'], details.now),
  });
}
