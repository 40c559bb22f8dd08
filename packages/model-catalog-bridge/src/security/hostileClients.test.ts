/* eslint-disable @backstage/no-forbidden-package-imports -- the rig of the location service, which no program gets */
import { connect, type Socket } from 'node:net';
import { createMemoryStore } from '@model-catalog/node';
import {
  exchange,
  startTestLocation,
} from '@model-catalog/service/src/location/__testUtils__/startLocation';
import {
  modelNamed,
  viewOf,
} from '@model-catalog/service/src/location/__testUtils__/views';
import { serveStore } from '../storage/__testUtils__/serveStore';

jest.setTimeout(60_000);

/** Everything that comes back for these bytes, until the other side closes. */
async function send(
  port: number,
  write: (socket: Socket) => void,
): Promise<string> {
  const chunks: Buffer[] = [];
  const socket = connect(port, '127.0.0.1', () => write(socket));
  socket.on('data', chunk => chunks.push(chunk));
  await new Promise<void>(resolve => {
    socket.once('error', () => resolve());
    socket.once('close', () => resolve());
  });
  return Buffer.concat(chunks).toString('latin1');
}

const view = viewOf('1', [modelNamed('a')]);

describe('a location service among hostile clients', () => {
  let location: Awaited<ReturnType<typeof startTestLocation>>;

  beforeEach(async () => {
    location = await startTestLocation({
      state: () => ({ view, sources: [] }),
    });
  });
  afterEach(() => location.close());

  it.each([
    '/modelcard?key=a%0d%0aSet-Cookie:%20x=1',
    '/api/v1/changes?since=a%0d%0aSet-Cookie:%20x=1',
    '/a%0d%0aSet-Cookie:%20x=1/b/model-catalog.json',
    '/api/v1/texts?digest=%0d%0aSet-Cookie:%20x=1',
  ])('makes no header of what is in %s', async path => {
    const { port } = location;
    const { headers, status } = await exchange({ port, path });
    expect([200, 400, 404, 503]).toContain(status);
    expect(headers['set-cookie']).toBeUndefined();
    expect(JSON.stringify(headers)).not.toContain('x=1');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE'])(
    'takes no %s, whatever it carries',
    async method => {
      const { port } = location;
      const answer = await send(port, socket => {
        socket.write(
          `${method} /upsert?key=a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000000\r\n\r\n{"body":`,
        );
      });
      expect(answer).toMatch(/^HTTP\/1.1 405 /);
    },
  );

  it('lets a client go that sends headers without end', async () => {
    const answer = await send(location.port, socket => {
      socket.write('GET /list HTTP/1.1\r\nHost: localhost\r\n');
      socket.write(`X: ${'a'.repeat(64 * 1024)}`);
    });
    expect(answer).toMatch(/^(HTTP\/1.1 431 |$)/);
  });

  it('lets a client go that takes its time to ask', async () => {
    const started = performance.now();
    const answer = await send(location.port, socket => {
      socket.write('GET /list HTTP/1.1\r\nHost: local');
    });
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it.each([
    'GET /list HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /evil',
    'GET /list HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    'GET /list HTTP/1.1\r\nHost: localhost\r\nHost : evil\r\n\r\n',
  ])('answers one request, or none, to %j', async text => {
    const answer = await send(location.port, socket => socket.write(text));
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
  });
});

describe('storage-rest among hostile clients', () => {
  let storage: Awaited<ReturnType<typeof serveStore>>;
  let port: number;
  const token = 'planted-write-credential';

  beforeEach(async () => {
    storage = await serveStore(createMemoryStore(), token);
    port = Number(new URL(storage.url).port);
  });
  afterEach(() => storage.close());

  const writes = ['apply', 'claim', 'release'].map(name => `/store/v1/${name}`);

  it.each(writes)('POST %s needs the write credential', async path => {
    for (const Authorization of ['', 'Bearer ', 'Bearer x', `Basic ${token}`]) {
      const headers = { Authorization };
      const { status, text } = await exchange({
        port,
        path,
        method: 'POST',
        headers,
      });
      expect(status).toBe(401);
      expect(text).not.toContain(token);
    }
  });

  it.each([
    '/upsert?key=a&type=b',
    '/currentkeyset?key=a',
    '/list',
    '/fetch?key=a',
  ])('%s, where anybody could write before, is gone', async path => {
    const { status } = await exchange({ port, path, method: 'POST' });
    expect(status).toBe(410);
  });

  it('answers who may not write before it has read what they send', async () => {
    const answer = await send(port, socket => {
      socket.write(
        `POST ${writes[0]} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 10000000000\r\n\r\nx`,
      );
      setImmediate(() => socket.end());
    });
    expect(answer).toMatch(/^HTTP\/1.1 401 /);
  });

  it('is not read by a page that calls it by a name of its own', async () => {
    const headers = { Host: 'evil.example.com' };
    const path = '/store/v1/view';
    const { status } = await exchange({ port, path, headers });
    expect(status).toBe(403);
  });
});
