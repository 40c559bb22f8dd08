import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type Failure } from '../schema';

export type Reply = {
  status: number;
  type?: string;
  location?: string;
  /** A text as it is, anything else as JSON; `undefined` is no body. */
  body?: unknown;
};

/** One request as it came. */
export type Seen = { target: string; authorized: boolean };

export type ServiceOptions = {
  answer: (target: URL, request: IncomingMessage) => Reply;
  tls?: { certPem: string; keyPem: string };
};

const LOGIN = '<!DOCTYPE html><html><body>Log in with OpenShift</body></html>';

/** A small server on loopback whose answers are data, and which can be broken. */
export class HttpService {
  readonly seen: Seen[] = [];
  failure: Failure | undefined;
  private readonly server;
  private port = 0;

  constructor(private readonly options: ServiceOptions) {
    const { tls } = options;
    const handle = (request: IncomingMessage, response: ServerResponse) =>
      this.handle(request, response);
    this.server = tls
      ? createTlsServer({ cert: tls.certPem, key: tls.keyPem }, handle)
      : createServer(handle);
  }

  get url(): string {
    return `${this.options.tls ? 'https' : 'http'}://${this.host}`;
  }

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  async start(): Promise<this> {
    this.server.keepAliveTimeout = 120_000;
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', resolve);
    });
    const address = this.server.address();
    if (typeof address !== 'object' || address === null) {
      throw new Error('the server has no address');
    }
    this.port = address.port;
    return this;
  }

  async stop(): Promise<void> {
    await new Promise<void>(resolve => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private handle(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    const target = request.url ?? '/';
    const authorized = request.headers.authorization !== undefined;
    this.seen.push({ target, authorized });
    const isMeant = target.includes(this.failure?.path ?? '');
    const failure = isMeant ? this.failure : undefined;
    const mode = failure && 'mode' in failure ? failure.mode : undefined;
    if (mode === 'drop') {
      request.socket.destroy();
    } else if (failure && mode !== 'truncate') {
      send(response, brokenReply(failure));
    } else {
      const reply = this.options.answer(new URL(target, this.url), request);
      send(response, reply, mode === 'truncate' ? 0.5 : 1);
    }
  }
}

/** @param share - how much of the body is sent, of 1 */
function send(response: ServerResponse, reply: Reply, share = 1): void {
  const { status, type = 'application/json', location, body } = reply;
  const text = typeof body === 'string' ? body : JSON.stringify(body) ?? '';
  response.writeHead(status, {
    'content-type': type,
    ...(location === undefined ? {} : { location }),
  });
  response.end(text.slice(0, text.length * share));
}

function brokenReply(failure: Failure): Reply {
  if ('mode' in failure) {
    return { status: 200, type: 'text/html', body: LOGIN };
  }
  const { status, body = 'json' } = failure;
  switch (body) {
    case 'html':
      return { status, type: 'text/html', body: LOGIN };
    case 'text':
      return { status, type: 'text/plain', body: 'Datastore service is down' };
    default:
      return { status, body: { code: '', message: `broken on purpose` } };
  }
}
