import { createServer, type RequestListener } from 'node:http';

/** A server that listens on loopback before it is known who answers. */
export interface LateServer {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Who answers from now on; until then it is 503. */
  handle(listener: RequestListener): void;
  stop(): Promise<void>;
}

/** Listens on a port of loopback; 0 takes any free one. Throws where it is taken. */
export async function listenLate(port: number): Promise<LateServer> {
  let answer: RequestListener = (_request, response) => {
    response.writeHead(503).end();
  };
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || !address) {
    throw new Error('The server has no TCP address.');
  }
  return {
    url: `http://127.0.0.1:${address.port}`,
    handle: listener => {
      answer = listener;
    },
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
