import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { createHttpClient } from './createHttpClient';
import type { HttpClientOptions } from './options';
import {
  failure,
  type Handler,
  startTestServer,
  type TestServer,
} from './__testUtils__/testServer';
import type { HttpClient } from './types';

describe('connections', () => {
  const open: Array<TestServer | HttpClient> = [];
  const waits: number[] = [];

  afterEach(async () => {
    waits.length = 0;
    await Promise.all(open.splice(0).map(one => one.close()));
  });

  /** A server that knows which connection each request came by. */
  async function start(handler: Handler, options: HttpClientOptions = {}) {
    const sockets: Socket[] = [];
    const server = await startTestServer((request, response) => {
      sockets.push(request.socket);
      handler(request, response);
    });
    const client = createHttpClient({
      delay: async ms => {
        waits.push(ms);
      },
      ...options,
    });
    open.push(client, server);
    return { client, url: server.url, sockets };
  }

  it('are kept for the next request', async () => {
    const { client, url, sockets } = await start((_, response) =>
      response.end('x'),
    );
    for (const path of ['/a', '/b', '/c']) {
      await client.request({ url: `${url}${path}` });
    }
    expect(sockets).toHaveLength(3);
    expect(new Set(sockets).size).toBe(1);
  });

  it('are kept after an error that was read', async () => {
    const { client, url, sockets } = await start((_, response) =>
      response.writeHead(404).end('no'),
    );
    await failure(client.request({ url }));
    await failure(client.request({ url }));
    expect(new Set(sockets).size).toBe(1);
  });

  it('are no more at a time than allowed, and all requests get their turn', async () => {
    const held: ServerResponse[] = [];
    let most = 0;
    // Answered when three are there: with fewer at a time, none ever is.
    const { client, url, sockets } = await start(
      (_, response) => {
        most = Math.max(most, held.push(response));
        setTimeout(() => {
          if (held.length >= 3) {
            for (const one of held.splice(0)) one.end('x');
          }
        }, 5);
      },
      { connections: 3 },
    );
    const answers = await Promise.all(
      Array.from({ length: 21 }, () => client.request({ url })),
    );
    expect(answers).toHaveLength(21);
    expect(most).toBe(3);
    expect(new Set(sockets).size).toBe(3);
  });

  it('that broke give their turn to the next one', async () => {
    const { client, url } = await start(
      (request, response) => {
        if (request.url === '/broken') {
          request.socket.destroy();
        } else {
          response.end('x');
        }
      },
      { connections: 1, retry: { retries: 0 } },
    );
    const broken = failure(client.request({ url: `${url}/broken` }));
    const next = client.request({ url });
    expect((await broken).kind).toBe('network');
    expect((await next).body).toBe('x');
  });

  /** Answers the first request of each connection, and cuts it at the second. */
  const forgetful = () => {
    const seen = new WeakSet<Socket>();
    const handler: Handler = ({ socket }, response) => {
      if (seen.has(socket)) {
        socket.destroy();
      } else {
        seen.add(socket);
        response.end('x');
      }
    };
    return handler;
  };

  it.each(['GET', 'HEAD', 'PUT', 'DELETE'] as const)(
    'that were kept and are cut at %s are replaced at once',
    async method => {
      const { client, url, sockets } = await start(forgetful());
      await client.request({ url });
      const answer = await client.request({ url, method });
      expect(answer.status).toBe(200);
      expect(waits).toEqual([]);
      expect(new Set(sockets).size).toBe(2);
    },
  );

  it('that were kept and are cut at POST are an error: it may have been done', async () => {
    const { client, url, sockets } = await start(forgetful());
    await client.request({ url });
    const error = await failure(client.request({ url, method: 'POST' }));
    expect(error.kind).toBe('network');
    expect(sockets).toHaveLength(2);
  });

  it('are given up before the server closes them', async () => {
    let closed: () => void = () => {};
    const gone = new Promise<void>(resolve => {
      closed = resolve;
    });
    const { client, url } = await start((request, response) => {
      request.socket.once('end', closed);
      // The server itself would keep it for five seconds.
      response.setHeader('connection', 'keep-alive');
      response.setHeader('keep-alive', 'timeout=1');
      response.end('x');
    });
    await client.request({ url });
    const late = new Promise(resolve => {
      setTimeout(resolve, 950, 'late');
    });
    expect(await Promise.race([gone, late])).toBeUndefined();
  });

  it('are none for a client that is closed', async () => {
    const { client, url, sockets } = await start((_, response) =>
      response.end('x'),
    );
    await client.request({ url });
    await client.close();
    const error = await failure(client.request({ url, method: 'POST' }));
    expect(error.message).toContain('stopped');
    expect(sockets).toHaveLength(1);
  });
});
