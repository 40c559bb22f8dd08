import {
  type IncomingMessage,
  request as httpRequest,
  type ServerResponse,
} from 'http';
import { createServer, request as httpsRequest, type Server } from 'https';
import type { AddressInfo } from 'net';
import type { Answer } from '../answerOf';
import { selfSigned } from '../../../realServers/selfSigned';

/** After so long without a byte a router gives up, unless a Route says otherwise. */
const ROUTER_MS = 30_000;

/** What a router says of a Service without a pod that answers. */
export const NO_POD = 'Application is not available';

function headersOf({ headers }: IncomingMessage): Headers {
  const all = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    all.set(name, String(value));
  }
  return all;
}

/** A Route with edge termination: TLS up to here, plain HTTP behind it. */
export class Route {
  /** Requests that were answered, the slowest of them in seconds. */
  slowest = 0;
  /** Requests that the router gave up. */
  timeouts = 0;

  private constructor(
    private readonly server: Server,
    readonly host: string,
    /** PEM of the authority that vouches for it. */
    readonly ca: string,
  ) {}

  /** @param targetPort - of the Service, on this machine */
  static async start(host: string, targetPort: number): Promise<Route> {
    const { cert, key } = selfSigned(host);
    const server = createServer({ cert, key });
    const route = new Route(server, host, cert);
    server.on('request', (request, response) => {
      route.pass(request, response, targetPort);
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return route;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `https://${this.host}`;
  }

  /** As whoever reaches it from outside; a redirect is an answer too. */
  ask(
    path: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const from = {
        ...{ host: '127.0.0.1', port: this.port, servername: this.host },
        ...{ ca: this.ca, path, headers: { host: this.host, ...headers } },
      };
      httpsRequest(from, response => {
        const chunks: Buffer[] = [];
        response.on('data', chunk => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: headersOf(response),
            text: Buffer.concat(chunks).toString(),
          }),
        );
      })
        .on('error', reject)
        .end();
    });
  }

  async stop(): Promise<void> {
    await new Promise<void>(resolve => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private pass(
    { url: path, method, headers }: IncomingMessage,
    response: ServerResponse,
    port: number,
  ): void {
    const began = performance.now();
    const behind = { host: '127.0.0.1', port, path, method, headers };
    const asked = httpRequest({ ...behind, timeout: ROUTER_MS }, answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.once('end', () => {
        const seconds = (performance.now() - began) / 1000;
        this.slowest = Math.max(this.slowest, seconds);
      });
      answer.once('error', () => response.destroy());
    });
    asked.once('timeout', () => {
      this.timeouts += 1;
      asked.destroy();
    });
    asked.once('error', () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(503).end(NO_POD);
    });
    response.once('close', () => asked.destroy());
    asked.end();
  }
}
