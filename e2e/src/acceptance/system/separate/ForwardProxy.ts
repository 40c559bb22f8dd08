import { createServer, type Server } from 'http';
import { type AddressInfo, connect } from 'net';
import type { Duplex } from 'stream';

/** A company's proxy: what HTTPS_PROXY names. It knows the hosts that it is told of. */
export class ForwardProxy {
  /** `host:port` of each CONNECT so far. */
  readonly asked: string[] = [];
  private readonly sockets = new Set<Duplex>();

  private constructor(
    private readonly server: Server,
    private readonly ports: ReadonlyMap<string, () => number>,
  ) {}

  /** @param ports - by `host:port`, where that is on this machine */
  static async start(
    ports: ReadonlyMap<string, () => number> = new Map(),
  ): Promise<ForwardProxy> {
    const server = createServer((request, response) => {
      proxy.asked.push(request.url ?? '');
      response.writeHead(403).end();
    });
    const proxy = new ForwardProxy(server, ports);
    server.on('connect', ({ url = '' }, socket) => proxy.lead(url, socket));
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>(resolve => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private lead(place: string, client: Duplex): void {
    this.asked.push(place);
    this.keep(client);
    const port = this.ports.get(place)?.();
    if (port === undefined) {
      client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      return;
    }
    const server = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(server).pipe(client);
    });
    this.keep(server);
    client.once('close', () => server.destroy());
    server.once('close', () => client.destroy());
  }

  private keep(socket: Duplex): void {
    this.sockets.add(socket);
    // What ends a connection is what the other side sees of it.
    socket.on('error', () => {});
    socket.once('close', () => this.sockets.delete(socket));
  }
}
