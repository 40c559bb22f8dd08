import { createServer, type IncomingMessage, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { RequestCounter } from '@model-catalog/rhoai-simulator';

/** Stands in front of a server that runs somewhere, and counts. */
export type CountingProxy = Pick<RequestCounter, 'counts' | 'reset'> & {
  url: string;
  stop(): Promise<void>;
};

/** Passes everything on to `target` unchanged. */
export async function startCountingProxy(
  target: string,
): Promise<CountingProxy> {
  let counts = { requests: 0, bytesIn: 0, bytesOut: 0, patterns: {} };
  const base = new URL(target);
  const send = base.protocol === 'https:' ? secureRequest : request;

  const server = createServer((incoming: IncomingMessage, outgoing) => {
    counts.requests += 1;
    const url = new URL(incoming.url ?? '/', base);
    const headers = { ...incoming.headers, host: base.host };
    const onward = send(url, { method: incoming.method, headers }, answer => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('data', (chunk: Buffer) => {
        counts.bytesOut += chunk.length;
      });
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get counts() {
      return counts;
    },
    reset() {
      counts = { requests: 0, bytesIn: 0, bytesOut: 0, patterns: {} };
    },
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
