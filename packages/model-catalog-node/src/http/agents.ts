import { Agent, type ClientRequestArgs } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Connect } from './connect';

/** Longer than the usual poll of 10 s, so that a poll finds its connection open. */
const KEEP_ALIVE_MS = 30_000;

/** Sooner than the server says that it closes a kept connection: a request must not meet that. */
const MARGIN_MS = 1_000;

type Opened = (error: Error | null, socket: Duplex) => void;

/**
 * Node's own keeper of connections, with ours: Node's opens them at once, and
 * ours may have to read the certificates first.
 */
class ConnectingAgent extends Agent {
  readonly protocol: string;
  readonly defaultPort: number;
  private isClosed = false;

  constructor(private readonly isTls: boolean, private readonly open: Connect) {
    // How many there are at a time is decided before (see transport.ts).
    super({ keepAlive: true, timeout: KEEP_ALIVE_MS });
    this.protocol = isTls ? 'https:' : 'http:';
    this.defaultPort = isTls ? 443 : 80;
    // Node's own listener, which comes first, has set what the server says.
    this.on('free', (socket: Socket) => {
      if (socket.timeout && socket.timeout < KEEP_ALIVE_MS) {
        socket.setTimeout(Math.max(1, socket.timeout - MARGIN_MS));
      }
    });
  }

  override createConnection(
    { host, port }: ClientRequestArgs,
    opened: Opened = () => {},
  ): undefined {
    const { isTls } = this;
    const place = { isTls, host: host ?? '', port: Number(port) };
    this.open(place).then(
      socket => {
        if (this.isClosed) {
          socket.destroy();
        }
        opened(null, socket);
      },
      // An agent of Node looks at the error only.
      (error: Error) => Reflect.apply(opened, undefined, [error]),
    );
  }

  override destroy(): void {
    this.isClosed = true;
    super.destroy();
  }
}

/** Keep-alive connections of one client. */
export type Agents = { of(protocol: string): Agent; destroy(): void };

export function createAgents(open: Connect): Agents {
  const plain = new ConnectingAgent(false, open);
  const secure = new ConnectingAgent(true, open);
  return {
    of: protocol => (protocol === 'https:' ? secure : plain),
    destroy: () => {
      plain.destroy();
      secure.destroy();
    },
  };
}
