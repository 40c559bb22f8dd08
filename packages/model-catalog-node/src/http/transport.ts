import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import type { Agents } from './agents';
import type { HttpRequest } from './types';

/** One request as it is sent. */
export type Sent = {
  url: URL;
  method: NonNullable<HttpRequest['method']>;
  headers: Record<string, string>;
  body?: HttpRequest['body'];
};

const REPEATABLE = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);
const BROKEN = new Set(['ECONNRESET', 'EPIPE']);

/** A kept connection that the server closed in the moment it was used again says nothing of the request. */
function isStale(asked: ClientRequest, error: NodeJS.ErrnoException): boolean {
  return (
    asked.reusedSocket &&
    REPEATABLE.has(asked.method) &&
    BROKEN.has(error.code ?? '')
  );
}

/** Node leaves it out with methods that seldom have a body. */
function lengthOf(body: Sent['body']): Record<string, string> {
  return typeof body === 'string'
    ? { 'content-length': String(Buffer.byteLength(body)) }
    : {};
}

function start(
  agents: Agents,
  { url, method, headers, body }: Sent,
): ClientRequest {
  const asked = request({
    agent: agents.of(url.protocol),
    protocol: url.protocol,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port || undefined,
    path: `${url.pathname}${url.search}`,
    method,
    headers: { ...headers, ...lengthOf(body) },
  });
  if (typeof body === 'function') {
    const pieces = Readable.from(body(), { objectMode: false });
    pipeline(pieces, asked, error => error && asked.destroy(error));
  } else {
    asked.end(body);
  }
  return asked;
}

/**
 * Sends a request, and gives the answer once its headers are there. The signal
 * ends it also while it waits for its connection, and while its body comes;
 * `ended` is called when nothing of it is under way any more.
 */
export function send(
  agents: Agents,
  sent: Sent,
  { signal, ended }: { signal: AbortSignal; ended: () => void },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    let asked: ClientRequest | undefined;
    const end = () => {
      signal.removeEventListener('abort', stop);
      ended();
    };
    // One that waits for its connection does not tell that it was destroyed.
    const stop = () => {
      const stopped = new Error('stopped');
      asked?.destroy(stopped);
      reject(stopped);
      end();
    };
    const attempt = () => {
      const current = start(agents, sent);
      asked = current;
      let isRepeated = false;
      current.once('response', resolve);
      current.on('error', error => {
        isRepeated = !signal.aborted && isStale(current, error);
        if (!isRepeated) {
          reject(error);
        }
      });
      current.once('close', () => (isRepeated ? attempt() : end()));
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      attempt();
    } catch (error) {
      reject(error);
      end();
    }
  });
}
