import { request as forward, type IncomingMessage } from 'node:http';
import type { ServerResponse } from 'node:http';
import { listen, withMiddleware } from '../http';
import { instrument, type InstrumentedService } from './service';

/** A proxy in front of any HTTP server, which can be broken as the simulator's own services can. */
export interface FaultProxy extends InstrumentedService {
  readonly url: string;
  /** Where requests are led to; nowhere (the connection is cut) while undefined. */
  target: string | undefined;
  /** Cuts all connections that are led now. */
  cut(): void;
  stop(): Promise<void>;
}

/** Starts a proxy on loopback; 0 takes any free port. Bodies are streamed. */
export async function startFaultProxy(
  options: {
    readonly target?: string;
    readonly port?: number;
  } = {},
): Promise<FaultProxy> {
  const service = instrument();
  const open = new Set<ServerResponse>();
  const lead = (incoming: IncomingMessage, response: ServerResponse) => {
    if (proxy.target === undefined) {
      incoming.socket.destroy();
      return;
    }
    open.add(response);
    response.once('close', () => open.delete(response));
    passOn(proxy.target, incoming, response);
  };
  const server = await listen({
    service: 'proxy',
    port: options.port ?? 0,
    handler: withMiddleware(service.middleware, lead),
  });
  const proxy: FaultProxy = {
    ...service,
    url: server.url,
    target: options.target,
    cut: () => {
      for (const response of open) {
        response.destroy();
      }
    },
    stop: () => server.stop(),
  };
  return proxy;
}

function passOn(
  target: string,
  incoming: IncomingMessage,
  response: ServerResponse,
): void {
  const outgoing = forward(
    new URL(incoming.url ?? '/', target),
    {
      method: incoming.method,
      headers: { ...incoming.headers, connection: 'close' },
    },
    answer => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      // Who reads a stream line by line must not wait for its first byte.
      response.flushHeaders();
      answer.pipe(response);
      answer.once('error', () => response.destroy());
      answer.once('aborted', () => response.destroy());
    },
  );
  outgoing.once('error', () => response.destroy());
  response.once('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}
