import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Address } from './config/address';

/** A server that listens. */
export type Listening = {
  port: number;
  /** Ends it and every connection. */
  close(): Promise<void>;
};

/** The system's name for what went wrong, e.g. `EADDRINUSE`. */
function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error
    ? String(error.code)
    : 'unknown';
}

/** The address cannot be listened on; the message says what to do. */
export class ListenError extends Error {
  constructor({ host, port }: Address, setting: string, cause: unknown) {
    const code = codeOf(cause);
    const why =
      code === 'EADDRINUSE'
        ? 'another process listens there'
        : `the system refuses it (${code})`;
    super(
      `Cannot listen on ${host}:${port}: ${why}. Choose another address with ${setting}`,
      { cause },
    );
    this.name = 'ListenError';
  }
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/**
 * What one client may hold of us. Headers and a request must be whole in time,
 * milliseconds; who only connects is let go.
 */
const BOUNDS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 5000,
  maxHeaderSize: 16 * 1024,
  /** At once; further ones are closed. A Backstage backend takes a few. */
  maxConnections: 500,
};

/** A server that no client can hold on to. */
export function createBoundedServer(
  handler: RequestListener,
  bounds: Partial<typeof BOUNDS> = {},
): Server {
  const { maxConnections, ...options } = { ...BOUNDS, ...bounds };
  const server = createServer(options, handler);
  server.maxConnections = maxConnections;
  return server;
}

export type ListenOptions = Partial<typeof BOUNDS> & {
  /** What a person would change. */
  setting: string;
};

/** Starts to listen; a text is the setting that a person would change. */
export async function listen(
  handler: RequestListener,
  address: Address,
  options: string | ListenOptions,
): Promise<Listening> {
  const { setting, ...bounds }: ListenOptions =
    typeof options === 'string' ? { setting: options } : options;
  const server = createBoundedServer(handler, bounds);
  await new Promise<void>((resolve, reject) => {
    server.once('error', error =>
      reject(new ListenError(address, setting, error)),
    );
    if (address.host === '::') {
      // Without a host, Node takes IPv4 alone where the system has no IPv6.
      server.listen(address.port, resolve);
    } else {
      server.listen(address.port, address.host, resolve);
    }
  });
  const { port } = server.address() as AddressInfo;
  return { port, close: () => close(server) };
}
