import type { IncomingMessage } from 'node:http';
import {
  bytesOf,
  discard,
  plainHeaders,
  readBody,
  secretsOf,
  statusError,
  statusOf,
} from './answers';
import { createDeadline, Deadline } from './deadline';
import { HttpError } from './errors';
import { DEFAULT_TIMEOUT_MS, Door, toSend, withCredential } from './exchange';
import { abortedError, identify, timeoutError, toHttpError } from './failures';
import { originAndPath } from './redactUrl';
import { redirectTarget } from './redirects';
import type { LinesRequest } from './types';

const DEFAULT_IDLE_MS = 60_000;
const DEFAULT_MAX_LINE = 16 * 1024 * 1024;
const MAX_ERROR_BODY = 64 * 1024;
const NEWLINE = 0x0a;

type Opened = { status: number; response: IncomingMessage };

async function open(door: Door, request: LinesRequest, signal: AbortSignal) {
  const { answer, credential } = await withCredential<Opened>(
    door.options,
    request,
    {
      send: async headers => {
        const sent = toSend(request, headers, door.options);
        const response = await door.dispatch(sent, signal);
        return { status: statusOf(response), response };
      },
      discard: ({ response }) => discard(response),
    },
  );
  const { status, response } = answer;
  const headers = plainHeaders(response.headers);
  if (status < 300) {
    if (/html/i.test(headers['content-type'] ?? '')) {
      discard(response);
      throw new HttpError(
        "answered with a page in HTML where a stream was asked for. Typical of an auth proxy's login page",
        { ...identify(request), kind: 'content' },
      );
    }
    return response;
  }
  const read = await readBody(response, request, MAX_ERROR_BODY);
  const raw = { status, headers, ...read };
  // A stream is never followed elsewhere: this throws for each redirect.
  redirectTarget(raw, request, Infinity);
  throw statusError(raw, request, {
    secrets: secretsOf(credential),
    now: Date.now(),
  });
}

/** Splits bytes into lines of bounded length; a line may span many chunks. */
function createSplitter(maxBytes: number, tooLong: () => HttpError) {
  let parts: Buffer[] = [];
  let length = 0;
  const take = (bytes: Buffer) => {
    length += bytes.length;
    if (length > maxBytes) {
      throw tooLong();
    }
    parts.push(bytes);
  };
  const flush = () => {
    const line = Buffer.concat(parts).toString('utf8');
    parts = [];
    length = 0;
    return line;
  };
  return {
    *push(chunk: Buffer): Generator<string> {
      let start = 0;
      for (
        let end = chunk.indexOf(NEWLINE);
        end !== -1;
        end = chunk.indexOf(NEWLINE, start)
      ) {
        take(chunk.subarray(start, end));
        start = end + 1;
        yield flush();
      }
      take(chunk.subarray(start));
    },
    rest: () => flush(),
  };
}

function explain(error: unknown, request: LinesRequest, deadline: Deadline) {
  if (deadline.expired()) {
    return timeoutError('was silent for longer than allowed', request);
  }
  return request.signal?.aborted
    ? abortedError(request)
    : toHttpError(error, request);
}

/**
 * The non-empty lines of an answer while it is still coming.
 *
 * | what happens | the iteration |
 * |---|---|
 * | the server ends the answer | ends |
 * | the connection breaks | throws `network` |
 * | no headers within `timeoutMs`, or then no byte for `idleTimeoutMs` (default 60 s) | throws `timeout` |
 * | a line over `maxLineBytes` | throws `too-large` |
 * | answered with 400 and above | throws `status` |
 * | the caller's signal aborts | throws `aborted` |
 * | the caller leaves the loop | the connection is closed |
 */
export async function* streamLines(
  door: Door,
  request: LinesRequest,
): AsyncGenerator<string> {
  const { onExchange, maxLineBytes = DEFAULT_MAX_LINE } = door.options;
  const idleMs = request.idleTimeoutMs ?? DEFAULT_IDLE_MS;
  const headersMs =
    request.timeoutMs ?? door.options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const deadline = createDeadline(headersMs, request.signal);
  const splitter = createSplitter(
    maxLineBytes,
    () =>
      new HttpError(`sent a line of more than ${maxLineBytes} bytes`, {
        ...identify(request),
        kind: 'too-large',
      }),
  );
  const started = performance.now();
  let status: number | undefined;
  let bytesIn = 0;
  try {
    const response = await open(door, request, deadline.signal);
    status = statusOf(response);
    deadline.restart(idleMs);
    request.onOpen?.();
    for await (const bytes of bytesOf(response)) {
      bytesIn += bytes.length;
      // The consumer may take its time: only the server's silence counts.
      deadline.pause();
      for (const line of splitter.push(bytes)) {
        if (line !== '') {
          yield line;
        }
      }
      deadline.restart(idleMs);
    }
    const rest = splitter.rest();
    if (rest !== '') {
      yield rest;
    }
  } catch (error) {
    const failure = explain(error, request, deadline);
    status ??= failure.status;
    throw failure;
  } finally {
    deadline.dispose();
    deadline.abort();
    const ms = performance.now() - started;
    const url = originAndPath(request.url);
    onExchange?.({ method: 'GET', url, status, bytesIn, ms });
  }
}
