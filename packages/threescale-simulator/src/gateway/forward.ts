import {
  type IncomingMessage,
  request as httpRequest,
  type ServerResponse,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { forwardable, type Passed } from './decide';

/** Where a private address is reached really; `undefined`: nothing answers there. */
export type Resolve = (privateUrl: URL) => Promise<URL | undefined>;

/** Until an upstream has to begin to answer, as APIcast waits. */
const ANSWER_MS = 60_000;

const FAILURES = {
  502: '502 Bad Gateway\n',
  503: '503 Service Temporarily Unavailable\n',
  504: '504 Gateway Time-out\n',
} as const;

/** An answer of the gateway's own; cut off where another one has begun. */
function fail(response: ServerResponse, status: keyof typeof FAILURES): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'text/plain' });
  response.end(FAILURES[status]);
}

/** Sends a call on and its answer back, both as they come: nothing is kept, so events of a stream arrive one by one. */
export async function forward(
  incoming: IncomingMessage,
  response: ServerResponse,
  { pass, resolve }: { readonly pass: Passed; readonly resolve: Resolve },
): Promise<void> {
  const url = await resolve(pass.privateUrl).catch(() => undefined);
  if (!url) {
    fail(response, 503);
    return;
  }
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const upstream = send(url, {
    method: incoming.method,
    headers: Object.fromEntries(pass.headers),
  });
  const timer = setTimeout(() => {
    fail(response, 504);
    upstream.destroy();
  }, ANSWER_MS);
  upstream.once('response', answered => {
    clearTimeout(timer);
    const headers = forwardable(answered.headers);
    pass.finish(headers);
    response.writeHead(answered.statusCode ?? 502, Object.fromEntries(headers));
    response.flushHeaders();
    answered.pipe(response);
    answered.once('error', () => response.destroy());
  });
  upstream.once('error', () => {
    clearTimeout(timer);
    if (!response.writableEnded) fail(response, 502);
  });
  // A caller who goes away ends what the model does for it.
  response.once('close', () => {
    clearTimeout(timer);
    upstream.destroy();
  });
  incoming.pipe(upstream);
}
