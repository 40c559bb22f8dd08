import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { HttpError } from '../errors';

export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
) => void;

export type TestServer = {
  url: string;
  /** Method and path of each request so far. */
  requests: string[];
  /** Breaks every open connection without a word. */
  dropConnections(): void;
  close(): Promise<void>;
};

/** A real HTTP (or HTTPS) server on a free loopback port, for tests. */
export async function startTestServer(
  handler: Handler,
  tls?: {
    key: string;
    cert: string;
    ca?: string;
    requestCert?: boolean;
    rejectUnauthorized?: boolean;
  },
): Promise<TestServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const listener: Handler = (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    handler(request, response);
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const dropConnections = () => {
    for (const socket of sockets) {
      socket.destroy();
    }
  };
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    requests,
    dropConnections,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        dropConnections();
      }),
  };
}

/** The `HttpError` that a promise is rejected with; anything else is a failed test. */
export async function failure(promise: Promise<unknown>): Promise<HttpError> {
  const outcome: unknown = await promise.then(
    value => `success: ${JSON.stringify(value)}`,
    thrown => thrown,
  );
  if (!(outcome instanceof HttpError)) {
    throw new Error(`Expected an HttpError, got ${outcome}`);
  }
  return outcome;
}
