import {
  type AddressInfo,
  connect,
  createServer,
  type Server,
  type Socket,
} from 'net';

/** How new connections are treated: led to the server, left without an answer, or refused. */
export type TcpMode = 'pass' | 'silent' | 'refuse';

/** Stands in front of a TCP server (TLS passes through) and cuts connections. */
export class TcpProxy {
  mode: TcpMode = 'pass';
  /** Connections so far. */
  accepted = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly targetPort: number,
  ) {}

  static async start(targetPort: number): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server, targetPort);
    server.on('connection', socket => proxy.lead(socket));
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Cuts every connection, open watches too. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise<void>(resolve => {
      this.server.close(() => resolve());
    });
  }

  private lead(client: Socket): void {
    this.accepted += 1;
    this.keep(client);
    if (this.mode === 'refuse') {
      client.destroy();
    } else if (this.mode === 'pass') {
      const server = connect(this.targetPort, '127.0.0.1');
      this.keep(server);
      client.pipe(server).pipe(client);
      client.once('close', () => server.destroy());
      server.once('close', () => client.destroy());
    }
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    // A cut is what is wanted, so its error is no news.
    socket.on('error', () => {});
    socket.once('close', () => this.sockets.delete(socket));
  }
}
