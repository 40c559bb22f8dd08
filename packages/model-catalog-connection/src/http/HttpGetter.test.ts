import { getEventListeners } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { HttpGetter } from './HttpGetter';

const TOKEN = 'planted-token';

describe('HttpGetter', () => {
  let server: Server;
  let answer: RequestListener;
  let getter: HttpGetter;
  let requests: { url?: string; headers: NodeJS.Dict<string | string[]> }[];

  beforeEach(async () => {
    requests = [];
    answer = (_, response) => response.end('ok');
    server = createServer((request, response) => {
      requests.push({ url: request.url, headers: request.headers });
      answer(request, response);
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    getter = new HttpGetter({
      id: 'test',
      baseUrl: `http://127.0.0.1:${port}/base`,
      token: TOKEN,
      listIntervalMs: 1000,
      removalGuard: { maxSharePercent: 50, atLeast: 5 },
    });
  });

  afterEach(async () => {
    getter.close();
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  });

  const get = (more: object = {}) =>
    getter.get({ path: '/x?key=a', maxBytes: 1000, timeoutMs: 2000, ...more });

  it('sends the token in a header, and the validator it was given', async () => {
    await get({ etag: '"1"' });
    expect(requests).toMatchObject([
      {
        url: '/base/x?key=a',
        headers: {
          authorization: `Bearer ${TOKEN}`,
          'if-none-match': '"1"',
          'accept-encoding': 'gzip',
        },
      },
    ]);
  });

  it('prefers the token of the request', async () => {
    await get({ token: 'other' });
    expect(requests[0]?.headers.authorization).toBe('Bearer other');
  });

  it('decompresses, and gives validators and type', async () => {
    answer = (_, response) =>
      response
        .writeHead(200, {
          'content-encoding': 'gzip',
          'content-type': 'application/json',
          etag: '"7"',
          'last-modified': 'Sat, 21 Nov 2026 00:00:00 GMT',
        })
        .end(gzipSync('{"a":1}'));
    const response = await get();
    expect(response.body.toString()).toBe('{"a":1}');
    expect(response).toMatchObject({
      status: 200,
      etag: '"7"',
      contentType: 'application/json',
      lastModified: new Date('2026-11-21T00:00:00Z'),
    });
  });

  it('gives a 304', async () => {
    answer = (_, response) => response.writeHead(304).end();
    expect((await get()).status).toBe(304);
  });

  it.each<[string, RequestListener, object, RegExp]>([
    [
      'an error status with its beginning',
      (_, response) => response.writeHead(500).end('the  database\nis gone'),
      { status: 500 },
      /^GET http:\/\/127\.0\.0\.1:\d+\/base\/x\?key=a failed: HTTP 500: the database is gone$/,
    ],
    [
      'a redirect, which is not followed',
      (_, response) => response.writeHead(302, { location: '/x' }).end(),
      { status: 302 },
      /HTTP 302$/,
    ],
    [
      'how long to wait',
      (_, response) => response.writeHead(503, { 'retry-after': '3' }).end(),
      { status: 503, retryAfterMs: 3000 },
      /HTTP 503$/,
    ],
    [
      'a body over the bound',
      (_, response) => response.end('x'.repeat(1001)),
      {},
      /the answer is larger than 1000 bytes$/,
    ],
    [
      'a body that is over the bound only once decompressed',
      (_, response) =>
        response
          .writeHead(200, { 'content-encoding': 'gzip' })
          .end(gzipSync('x'.repeat(100_000))),
      {},
      /the answer is larger than 1000 bytes$/,
    ],
    [
      'a compressed body that ends early',
      (_, response) =>
        response
          .writeHead(200, { 'content-encoding': 'gzip' })
          .end(gzipSync('x'.repeat(100)).subarray(0, 15)),
      {},
      /unexpected end of file$/,
    ],
    [
      'a connection that is cut half way',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half', () => response.destroy());
      },
      {},
      /aborted/,
    ],
    [
      'a compressed body that is cut half way',
      (_, response) => {
        response.writeHead(200, {
          'content-encoding': 'gzip',
          'content-length': '100',
        });
        response.write(gzipSync('abc').subarray(0, 5), () =>
          response.destroy(),
        );
      },
      {},
      /half way|aborted/,
    ],
  ])('reports %s', async (_, listener, fields, message) => {
    answer = listener;
    const error = await get().catch(thrown => thrown);
    expect(error.message).toMatch(message);
    expect(error).toMatchObject({ name: 'LocationServiceError', ...fields });
  });

  it('gives up after the time-out, before the headers and in the body', async () => {
    answer = () => undefined;
    await expect(get({ timeoutMs: 50 })).rejects.toThrow(
      'no complete answer within 50 ms',
    );
    answer = (_, response) => response.writeHead(200).write('slow');
    await expect(get({ timeoutMs: 50 })).rejects.toThrow(
      'no complete answer within 50 ms',
    );
  });

  describe('reading lines', () => {
    /** Sends a line every 20 ms, `count` of them, and ends unless told not to. */
    function drip(count: number, ends = true) {
      answer = (_, response) => {
        response.setHeader('content-type', 'application/x-ndjson');
        let sent = 0;
        const timer = setInterval(() => {
          sent += 1;
          response.write(`${sent}\n`);
          if (sent === count) {
            clearInterval(timer);
            if (ends) {
              response.end();
            }
          }
        }, 20);
        response.on('close', () => clearInterval(timer));
      };
    }
    const getLines = (stallTimeoutMs: number, bodyTimeoutMs: number) => {
      const lines: string[] = [];
      return getter
        .getLines({
          path: '/x',
          accept: 'application/x-ndjson',
          maxBytes: 1000,
          maxLineBytes: 100,
          timeoutMs: 2000,
          ...{ stallTimeoutMs, bodyTimeoutMs },
          onLine: line => lines.push(line),
        })
        .then(({ isRead }) => ({ isRead, lines }));
    };

    it('goes on as long as something comes', async () => {
      drip(15);
      const { lines } = await getLines(250, 5000);
      expect(lines).toHaveLength(15);
    });

    it.each([
      ['nothing comes any more', 100, 5000, false],
      ['the whole takes too long', 1000, 100, true],
    ])('gives up when %s', async (_, stallMs, bodyMs, ends) => {
      drip(ends ? 1000 : 1, ends);
      await expect(getLines(stallMs, bodyMs)).rejects.toThrow(
        'no complete answer within',
      );
    });
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    answer = () => controller.abort();
    await expect(get({ signal: controller.signal })).rejects.toThrow(
      'it was cancelled',
    );
  });

  it("leaves nothing on the caller's signal, which outlives many requests", async () => {
    const { signal } = new AbortController();
    const kept = () =>
      Object.getOwnPropertySymbols(signal)
        .filter(({ description }) => description?.includes('ependantSignals'))
        .map(symbol => Reflect.get(signal, symbol)?.size);
    await get({ signal });
    answer = (_, response) => response.writeHead(500).end();
    await get({ signal }).catch(() => undefined);
    // Absent where nothing was ever kept.
    expect(kept().filter(size => size > 0)).toEqual([]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it.each<[string, string, Buffer]>([
    ['in an encoding that is not known', 'zstd', Buffer.from('x')],
    ['that is not as compressed as it says', 'gzip', Buffer.from('<html>')],
    ['over the bound', 'gzip', gzipSync('x'.repeat(100_000))],
  ])('closes the connection of a body %s', async (_, encoding, part) => {
    const closed = new Promise<void>(done => {
      answer = (request, response) => {
        request.socket.once('close', () => done());
        response.writeHead(200, { 'content-encoding': encoding }).write(part);
      };
    });
    await expect(get({ timeoutMs: 60_000 })).rejects.toThrow('failed:');
    await closed;
  });

  it('never repeats the token, even when the service echoes it', async () => {
    answer = (request, response) =>
      response.writeHead(401).end(`bad: ${request.headers.authorization}`);
    const error = await get().catch(thrown => thrown);
    expect(error.message).toContain('bad: Bearer [redacted]');
    expect(JSON.stringify(error) + error.stack).not.toContain(TOKEN);
  });

  it('tries once more when a kept connection was closed meanwhile', async () => {
    let count = 0;
    answer = (request, response) => {
      count += 1;
      if (count === 2) {
        request.socket.resetAndDestroy();
        return;
      }
      response.end('ok');
    };
    await get();
    expect((await get()).body.toString()).toBe('ok');
    expect(count).toBe(3);
  });

  it('says what is wrong with an address where nothing listens', async () => {
    await new Promise(done => {
      server.close(done);
      server.closeAllConnections();
    });
    await expect(get()).rejects.toThrow(/failed: connect ECONNREFUSED/);
  });
});
