import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A step in front of a handler, as in connect and express. */
export type Middleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
) => void;

/** A server that listens on loopback. */
export interface RunningServer {
  readonly port: number;
  /** `http(s)://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** Cuts all connections and stops listening. */
  stop(): Promise<void>;
}

/** A port that is taken or not allowed; the message says which and what to do. */
export class PortError extends Error {
  constructor(service: string, port: number, cause: unknown) {
    const busy =
      typeof cause === 'object' &&
      cause !== null &&
      'code' in cause &&
      cause.code === 'EADDRINUSE';
    const why = busy
      ? `port ${port} is in use by another process`
      : `port ${port} cannot be opened: ${String(cause)}`;
    super(
      `The simulator's ${service} cannot start: ${why}. Stop that process, or choose another port with --port-${service}=<port> (0 takes any free one).`,
    );
    this.name = 'PortError';
  }
}

/** A certificate and its key. */
export interface PemPair {
  readonly certPem: string;
  readonly keyPem: string;
}

/** What to serve and where. */
export interface ListenOptions {
  /** Name for messages: kubernetes, registry, catalog, control, model-servers. */
  readonly service: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly handler: RequestListener;
  readonly tls?: PemPair;
}

/** Opens a server on 127.0.0.1. Throws PortError when the port cannot be had. */
export async function listen(options: ListenOptions): Promise<RunningServer> {
  const server: Server = options.tls
    ? createTlsServer(
        { cert: options.tls.certPem, key: options.tls.keyPem },
        options.handler,
      )
    : createServer(options.handler);
  // Longer than any client keeps an idle connection, so that none is cut while it is used again.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', cause =>
      reject(new PortError(options.service, options.port, cause)),
    );
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const port = portOf(server.address());
  return {
    port,
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    stop: () => stopServer(server),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== 'object' || address === null) {
    throw new Error('The server has no TCP address.');
  }
  return address.port;
}

function stopServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Puts middleware in front of a handler. */
export function withMiddleware(
  steps: readonly Middleware[],
  handler: RequestListener,
): RequestListener {
  return (request, response) => {
    const run = (index: number): void => {
      const step = steps[index];
      if (step) {
        step(request, response, () => run(index + 1));
      } else {
        handler(request, response);
      }
    };
    run(0);
  };
}
