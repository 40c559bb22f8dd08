import { createHttpClient } from './createHttpClient';
import type { HttpClientOptions } from './options';
import {
  failure,
  Handler,
  startTestServer,
  TestServer,
} from './__testUtils__/testServer';
import type { HttpClient } from './types';

describe('createHttpClient', () => {
  const open: Array<TestServer | HttpClient> = [];
  const waits: number[] = [];

  afterEach(async () => {
    waits.length = 0;
    await Promise.all(open.splice(0).map(one => one.close()));
  });

  async function start(handler: Handler, options: HttpClientOptions = {}) {
    const server = await startTestServer(handler);
    const client = createHttpClient({
      delay: async ms => {
        waits.push(ms);
      },
      random: () => 0,
      ...options,
    });
    open.push(client, server);
    return { server, client };
  }

  it('sends a body in pieces, made anew for each try', async () => {
    const bodies: string[] = [];
    const { client, server } = await start((request, response) => {
      let body = '';
      request.on('data', chunk => {
        body += chunk;
      });
      request.on('end', () => {
        bodies.push(body);
        response.writeHead(bodies.length === 1 ? 503 : 200, {
          'Retry-After': '1',
        });
        response.end();
      });
    });
    async function* pieces() {
      yield 'one, ';
      yield 'zwei, drei: ß';
    }
    await client.request({ method: 'POST', url: server.url, body: pieces });

    expect(bodies).toEqual(['one, zwei, drei: ß', 'one, zwei, drei: ß']);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
    'sends the body of %s with its length',
    async method => {
      const { client, server } = await start((request, response) => {
        let body = '';
        request.on('data', chunk => {
          body += chunk;
        });
        request.on('end', () => {
          response.end(`${request.headers['content-length']} ${body}`);
        });
      });
      const answer = await client.request({
        method,
        url: server.url,
        body: 'ü',
      });
      expect(answer.body).toBe('2 ü');
    },
  );

  it('gives status, headers and body, and sends method, headers and body', async () => {
    const { client, server } = await start((request, response) => {
      let body = '';
      request.on('data', chunk => {
        body += chunk;
      });
      request.on('end', () => {
        response.writeHead(201, { 'X-Answer': 'yes' });
        response.end(`${request.headers['x-mine']} ${body}`);
      });
    });
    const answer = await client.request({
      method: 'POST',
      url: `${server.url}/a?b=c`,
      headers: { 'x-mine': 'here' },
      body: 'text ü',
    });
    expect(answer).toMatchObject({
      status: 201,
      headers: { 'x-answer': 'yes' },
      body: 'here text ü',
    });
    expect(server.requests).toEqual(['POST /a?b=c']);
  });

  it('gives 304 to the caller, who asked for it', async () => {
    const { client, server } = await start((_, response) => {
      response.writeHead(304).end();
    });
    const answer = await client.request({ url: server.url });
    expect(answer.status).toBe(304);
  });

  it.each([
    ['GET', 500, {}, 3],
    ['GET', 502, {}, 3],
    ['GET', 429, {}, 3],
    ['GET', 408, {}, 3],
    ['GET', 404, {}, 1],
    ['GET', 403, {}, 1],
    ['GET', 501, {}, 1],
    ['PUT', 503, {}, 3],
    ['PUT', 500, {}, 1],
    ['DELETE', 504, {}, 3],
    ['POST', 503, {}, 1],
    ['POST', 503, { 'retry-after': '1' }, 3],
    ['POST', 429, { 'retry-after': '1' }, 3],
    ['POST', 502, {}, 1],
    ['PATCH', 504, {}, 1],
  ] as const)(
    '%s answered %i with %j is sent %i times',
    async (method, status, headers, times) => {
      const { client, server } = await start((_, response) => {
        response.writeHead(status, headers).end('why');
      });
      const error = await failure(client.request({ method, url: server.url }));
      expect(error).toMatchObject({ kind: 'status', status });
      expect(error.message).toContain(`answered ${status}: why`);
      expect(server.requests).toHaveLength(times);
    },
  );

  it('waits longer each time, and as long as the server asks, but no longer than allowed', async () => {
    let count = 0;
    const { client, server } = await start(
      (_, response) => {
        count += 1;
        const headers: Record<string, string> =
          count < 3 ? {} : { 'retry-after': count === 3 ? '2' : '3600' };
        response.writeHead(503, headers).end();
      },
      { retry: { retries: 4, minDelayMs: 100, maxDelayMs: 5_000 } },
    );
    await failure(client.request({ url: server.url }));
    expect(waits).toEqual([50, 100, 2_000, 5_000]);
  });

  it('gets the answer of a later attempt', async () => {
    let count = 0;
    const { client, server } = await start((request, response) => {
      count += 1;
      if (count === 1) {
        request.socket.destroy();
      } else {
        response.end('there');
      }
    });
    const answer = await client.request({ url: server.url });
    expect(answer.body).toBe('there');
  });

  it('names a refused connection, also for POST after its retries', async () => {
    const { client, server } = await start(() => {});
    await server.close();
    const error = await failure(
      client.request({ method: 'POST', url: `${server.url}/x` }),
    );
    expect(error).toMatchObject({ kind: 'network', reason: 'ECONNREFUSED' });
    expect(error.message).toContain('nothing listens there');
    expect(waits).toHaveLength(2);
  });

  it('does not repeat a POST whose connection broke', async () => {
    const { client, server } = await start(request => {
      request.socket.destroy();
    });
    const error = await failure(
      client.request({ method: 'POST', url: server.url }),
    );
    expect(error.kind).toBe('network');
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['headers', () => {}],
    [
      'body',
      (_: unknown, response: { write(text: string): void }) => {
        response.write('start');
      },
    ],
  ] as const)('ends an exchange whose %s never come', async (_, handler) => {
    const { client, server } = await start(handler, {
      timeoutMs: 80,
      retry: { retries: 0 },
    });
    const error = await failure(client.request({ url: server.url }));
    expect(error.kind).toBe('timeout');
    expect(error.message).toContain('within 80 ms');
  });

  it.each([
    ['announced', { 'content-length': '2000' }],
    ['streamed', {}],
  ])('refuses an answer that is too long (%s)', async (_, headers) => {
    const { client, server } = await start((__, response) => {
      response.writeHead(200, headers);
      response.end('x'.repeat(2_000));
    });
    const error = await failure(
      client.request({ url: server.url, maxBytes: 1_000 }),
    );
    expect(error.kind).toBe('too-large');
    expect(server.requests).toHaveLength(1);
  });

  it('stops at once, and retries no more, when told to', async () => {
    const controller = new AbortController();
    const { client, server } = await start(() => controller.abort());
    const error = await failure(
      client.request({ url: server.url, signal: controller.signal }),
    );
    expect(error.kind).toBe('aborted');
    expect(server.requests).toHaveLength(1);
  });

  it('stops while waiting for a retry', async () => {
    const controller = new AbortController();
    const { client, server } = await start(
      (_, response) => {
        response.writeHead(503).end();
      },
      { delay: async () => controller.abort() },
    );
    const error = await failure(
      client.request({ url: server.url, signal: controller.signal }),
    );
    expect(error.kind).toBe('aborted');
    expect(server.requests).toHaveLength(1);
  });

  it('tells of each exchange without its query', async () => {
    const seen: unknown[] = [];
    const { client, server } = await start(
      (_, response) => response.end('12345'),
      { onExchange: exchange => seen.push(exchange) },
    );
    await client.request({ url: `${server.url}/a?token=x` });
    expect(seen).toEqual([
      {
        method: 'GET',
        url: `${server.url}/a`,
        status: 200,
        bytesIn: 5,
        ms: expect.any(Number),
      },
    ]);
  });

  it.each(['ftp://host/x', 'no url'])('refuses to ask %s', async url => {
    const { client } = await start(() => {});
    const error = await failure(client.request({ url }));
    expect(error.message).toContain('no http or https URL');
    expect(waits).toEqual([]);
  });
});
