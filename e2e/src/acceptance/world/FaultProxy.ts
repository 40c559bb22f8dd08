import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'http';
import type { AddressInfo } from 'net';
import { setTimeout as delay } from 'timers/promises';
import { type Fault, LOGIN_PAGE, PASS, spoil } from './faults';

/** How a proxy reaches its server. */
export interface FaultProxyOptions {
  /** The server's URL; its path stays part of the proxy's. */
  readonly target: string;
  /** Sent in the place of what the client sends, for servers that ask for one. */
  readonly token?: string;
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

function send(response: ServerResponse, { status, contentType, body }: Answer) {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': body.length,
  });
  response.end(body);
}

function json(status: number, value: unknown): Answer {
  const body = Buffer.from(JSON.stringify(value));
  return { status, contentType: 'application/json', body };
}

/** Stands in front of any HTTP server and breaks its answers as it is told. */
export class FaultProxy {
  fault: Fault = PASS;
  /** Path and query of each request so far. */
  readonly requests: string[] = [];
  /** Every value of the header Authorization so far. */
  readonly credentials = new Set<string>();

  private constructor(
    private readonly server: Server,
    private readonly options: FaultProxyOptions,
  ) {}

  static async start(options: FaultProxyOptions): Promise<FaultProxy> {
    const server = createServer();
    const proxy = new FaultProxy(server, options);
    server.on('request', (request: IncomingMessage, response) => {
      proxy.handle(request, response).catch(() => response.destroy());
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    const { pathname } = new URL(this.options.target);
    return `http://127.0.0.1:${port}${pathname.replace(/\/$/, '')}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>(resolve => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async handle(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { fault } = this;
    const path = request.url ?? '/';
    this.requests.push(path);
    if (request.headers.authorization !== undefined) {
      this.credentials.add(request.headers.authorization);
    }
    if (fault.mode === 'drop') {
      request.socket.destroy();
    } else if (fault.mode === 'status') {
      const message = `broken on purpose: ${fault.code}`;
      send(response, json(fault.code, { code: String(fault.code), message }));
    } else if (fault.mode === 'html') {
      const body = Buffer.from(LOGIN_PAGE);
      send(response, { status: 200, contentType: 'text/html', body });
    } else {
      if (fault.mode === 'slow') await delay(fault.ms);
      const answer = await this.ask(request.headers.authorization, path);
      this.pass(answer, { path, fault, response });
    }
  }

  private async ask(authorization: string | undefined, path: string) {
    const { target, token } = this.options;
    const credential = token ? `Bearer ${token}` : authorization;
    const answer = await fetch(new URL(path, target), {
      headers: {
        accept: 'application/json',
        ...(credential ? { authorization: credential } : {}),
      },
      redirect: 'manual',
    });
    return {
      status: answer.status,
      contentType: answer.headers.get('content-type') ?? 'application/json',
      body: Buffer.from(await answer.arrayBuffer()),
    };
  }

  private pass(
    answer: Answer,
    to: { path: string; fault: Fault; response: ServerResponse },
  ): void {
    const { path, fault, response } = to;
    const { status, contentType, body } = answer;
    if (fault.mode === 'truncate') {
      response.writeHead(status, {
        'content-type': contentType,
        'content-length': body.length,
      });
      const half = body.subarray(0, Math.floor(body.length / 2));
      response.write(half, () => response.destroy());
    } else if (
      fault.mode === 'bad-element' &&
      path.split('?')[0]?.endsWith(`/${fault.list}`)
    ) {
      const spoilt = Buffer.from(spoil(body.toString('utf8'), fault));
      send(response, { ...answer, body: spoilt });
    } else {
      send(response, answer);
    }
  }
}
