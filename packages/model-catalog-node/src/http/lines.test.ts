import { createHttpClient } from './createHttpClient';
import type { HttpClientOptions } from './options';
import {
  failure,
  Handler,
  startTestServer,
  TestServer,
} from './__testUtils__/testServer';
import type { HttpClient } from './types';

describe('lines', () => {
  const open: Array<TestServer | HttpClient> = [];

  afterEach(async () => {
    await Promise.all(open.splice(0).map(one => one.close()));
  });

  async function start(handler: Handler, options: HttpClientOptions = {}) {
    const server = await startTestServer(handler);
    const client = createHttpClient(options);
    open.push(client, server);
    return { server, client };
  }

  async function collect(lines: AsyncIterable<string>, into: string[] = []) {
    for await (const line of lines) {
      into.push(line);
    }
    return into;
  }

  it('yields lines as they come, however they are cut, and ends with the server', async () => {
    const { client, server } = await start((_, response) => {
      const bytes = Buffer.from('first\n\nsecönd\nlast');
      const cut = bytes.indexOf(0xc3) + 1;
      response.write(bytes.subarray(0, 3));
      setTimeout(() => response.write(bytes.subarray(3, cut)), 10);
      setTimeout(() => response.end(bytes.subarray(cut)), 20);
    });
    const lines = await collect(client.lines({ url: server.url }));
    expect(lines).toEqual(['first', 'secönd', 'last']);
  });

  it('gives what came before the connection broke, then throws', async () => {
    const { client, server } = await start((request, response) => {
      response.write('one\ntw');
      setTimeout(() => request.socket.destroy(), 20);
    });
    const lines: string[] = [];
    const error = await failure(
      collect(client.lines({ url: server.url }), lines),
    );
    expect(lines).toEqual(['one']);
    expect(error.kind).toBe('network');
  });

  it.each([
    ['before the headers', () => {}],
    [
      'after a line',
      (_: unknown, response: { write(text: string): void }) => {
        response.write('one\n');
      },
    ],
  ] as const)('notices silence %s', async (_, handler) => {
    const { client, server } = await start(handler);
    const error = await failure(
      collect(
        client.lines({ url: server.url, timeoutMs: 60, idleTimeoutMs: 60 }),
      ),
    );
    expect(error.kind).toBe('timeout');
    expect(error.message).toContain('silent');
  });

  it('tells when the server has accepted, also if it then says nothing', async () => {
    const { client, server } = await start((_, response) => {
      response.flushHeaders();
    });
    let isOpen = false;
    const onOpen = () => {
      isOpen = true;
    };
    await failure(
      collect(client.lines({ url: server.url, idleTimeoutMs: 40, onOpen })),
    );
    expect(isOpen).toBe(true);
  });

  it('does not count the time that the consumer takes', async () => {
    const { client, server } = await start((_, response) => {
      response.write('one\n');
      setTimeout(() => response.end('two\n'), 150);
    });
    const seen: string[] = [];
    for await (const line of client.lines({
      url: server.url,
      idleTimeoutMs: 80,
    })) {
      seen.push(line);
      await new Promise(resolve => {
        setTimeout(resolve, 160);
      });
    }
    expect(seen).toEqual(['one', 'two']);
  });

  it('refuses a line that is too long', async () => {
    const { client, server } = await start(
      (_, response) => response.end('x'.repeat(2_000)),
      { maxLineBytes: 1_000 },
    );
    const error = await failure(collect(client.lines({ url: server.url })));
    expect(error.kind).toBe('too-large');
  });

  it.each([403, 410])('throws for %i', async status => {
    const { client, server } = await start((_, response) => {
      response.writeHead(status).end('the reason');
    });
    const error = await failure(collect(client.lines({ url: server.url })));
    expect(error).toMatchObject({ kind: 'status', status });
    expect(error.message).toContain('the reason');
    expect(server.requests).toHaveLength(1);
  });

  it('takes no page in HTML for a stream', async () => {
    const { client, server } = await start((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end('<html>Log in</html>');
    });
    let isOpen = false;
    const onOpen = () => {
      isOpen = true;
    };
    const error = await failure(
      collect(client.lines({ url: server.url, onOpen })),
    );
    expect(error.kind).toBe('content');
    expect(isOpen).toBe(false);
  });

  it('follows no redirect', async () => {
    const { client, server } = await start((_, response) => {
      response.writeHead(302, { location: '/x' }).end();
    });
    const error = await failure(collect(client.lines({ url: server.url })));
    expect(error.kind).toBe('redirect');
  });

  it('renews the credential once after a 401', async () => {
    const tokens = ['a', 'b'];
    const { client, server } = await start(
      (request, response) => {
        response.writeHead(request.headers.authorization === 'a' ? 401 : 200);
        response.end('line\n');
      },
      { authorize: async () => ({ authorization: tokens.shift() ?? '' }) },
    );
    const lines = await collect(client.lines({ url: server.url }));
    expect(lines).toEqual(['line']);
  });

  it('throws when told to stop', async () => {
    const controller = new AbortController();
    const { client, server } = await start((_, response) => {
      response.write('one\n');
      setTimeout(() => controller.abort(), 20);
    });
    const error = await failure(
      collect(client.lines({ url: server.url, signal: controller.signal })),
    );
    expect(error.kind).toBe('aborted');
  });

  it('closes the connection when the consumer leaves', async () => {
    let closed: () => void = () => {};
    const gone = new Promise<void>(resolve => {
      closed = resolve;
    });
    const { client, server } = await start((request, response) => {
      request.socket.once('close', closed);
      response.write('one\ntwo\n');
    });
    for await (const line of client.lines({ url: server.url })) {
      expect(line).toBe('one');
      break;
    }
    await gone;
  });

  it('leaves the connections of plain requests free', async () => {
    const { client, server } = await start(
      (request, response) => {
        if (request.url === '/watch') {
          response.write('one\n');
        } else {
          response.end('answer');
        }
      },
      { connections: 1 },
    );
    const watches = [1, 2, 3].map(() =>
      client.lines({ url: `${server.url}/watch` })[Symbol.asyncIterator](),
    );
    await Promise.all(watches.map(watch => watch.next()));
    const answer = await client.request({ url: server.url });
    expect(answer.body).toBe('answer');
    await Promise.all(watches.map(watch => watch.return?.()));
  });
});
