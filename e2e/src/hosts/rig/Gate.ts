import {
  request as forward,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer, type Server } from 'node:https';
import { selfSigned } from '../../realServers/selfSigned';

/** Where a gate leads, and who is let in. */
export interface GateOptions {
  readonly target: string;
  readonly token: string;
}

/** HTTPS in front of a location service, for those with the token. */
export class Gate {
  /** Refuses everybody while true, as after the token was revoked. */
  refusing = false;
  /** How many requests were let in, and how many were not. */
  readonly counts = { admitted: 0, refused: 0 };
  /** The certificate that readers have to trust. */
  readonly caPem: string;
  private readonly server: Server;

  private constructor(private readonly options: GateOptions) {
    const { cert, key } = selfSigned('127.0.0.1');
    this.caPem = cert;
    this.server = createServer({ cert, key }, (request, response) =>
      this.answer(request, response),
    );
  }

  static async start(options: GateOptions): Promise<Gate> {
    const gate = new Gate(options);
    await new Promise<void>(resolve => {
      gate.server.listen(0, '127.0.0.1', resolve);
    });
    return gate;
  }

  get url(): string {
    const address = this.server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    return `https://127.0.0.1:${port}`;
  }

  /** Refuses everybody from now on, those who wait for an answer, too. */
  refuse(): void {
    this.refusing = true;
    this.server.closeAllConnections();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => {
      this.server.close(resolve);
    });
  }

  private answer(incoming: IncomingMessage, response: ServerResponse): void {
    const { target, token } = this.options;
    const { authorization, ...headers } = incoming.headers;
    if (this.refusing || authorization !== `Bearer ${token}`) {
      this.counts.refused += 1;
      response.writeHead(401, { 'content-type': 'text/plain' });
      response.end('Unauthorized\n');
      return;
    }
    this.counts.admitted += 1;
    const outgoing = forward(
      new URL(incoming.url ?? '/', target),
      { method: incoming.method, headers },
      answer => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.flushHeaders();
        answer.pipe(response);
        answer.once('error', () => response.destroy());
      },
    );
    outgoing.once('error', () => response.destroy());
    response.once('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  }
}
