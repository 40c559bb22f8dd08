import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request } from 'undici';
import { withMiddleware } from '../http';
import { type Fault } from './fault';
import { instrument, type InstrumentedService } from './service';

const LIST = {
  items: [
    { id: '1', name: 'granite', customProperties: {} },
    { id: '2', name: 'mistral' },
  ],
};

describe('a broken service', () => {
  let service: InstrumentedService;
  let server: Server;
  let url: string;

  beforeEach(async () => {
    service = instrument();
    server = createServer(
      withMiddleware(service.middleware, (incoming, response) => {
        incoming.resume();
        incoming.on('end', () => {
          response.writeHead(200, { 'Content-Type': 'application/json' });
          response.end(JSON.stringify(LIST));
        });
      }),
    );
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address() as AddressInfo;
    url = `http://127.0.0.1:${address.port}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => {
      server.close(resolve);
    });
  });

  const get = async (path = '/models') => {
    const answer = await request(`${url}${path}`, { reset: true });
    return {
      status: answer.statusCode,
      type: answer.headers['content-type'],
      retryAfter: answer.headers['retry-after'],
      text: await answer.body.text(),
    };
  };

  const answered: [Fault, Partial<Awaited<ReturnType<typeof get>>>][] = [
    [{ mode: '401' }, { status: 401, type: 'application/json' }],
    [
      { mode: '403', body: 'html' },
      { status: 403, type: 'text/html; charset=utf-8' },
    ],
    [
      { mode: '503', retryAfter: 7 },
      { status: 503, retryAfter: '7' },
    ],
    [{ mode: 'status', code: 429 }, { status: 429 }],
    [{ mode: 'html' }, { status: 200, type: 'text/html; charset=utf-8' }],
    [
      { mode: 'slow', ms: 1 },
      { status: 200, text: JSON.stringify(LIST) },
    ],
    [
      { mode: 'truncate' },
      {
        status: 200,
        text: JSON.stringify(LIST).slice(0, JSON.stringify(LIST).length / 2),
      },
    ],
    [
      { mode: 'bad-element' },
      {
        status: 200,
        text: '{"items":[{"customProperties":{}},{"id":"2","name":"mistral"}]}',
      },
    ],
    [
      { mode: 'bad-element', variant: 'wrong-types' },
      {
        status: 200,
        text: '{"items":[{"id":42,"name":42,"customProperties":42},{"id":"2","name":"mistral"}]}',
      },
    ],
  ];

  it.each(answered)('%j', async (fault, expected) => {
    service.faults.set(fault);
    expect(await get()).toMatchObject(expected);
  });

  it.each<Fault>([{ mode: 'drop' }, { mode: 'truncate', cut: 'destroy' }])(
    '%j ends in a network error',
    async fault => {
      service.faults.set(fault);
      await expect(get()).rejects.toThrow();
    },
  );

  it('cuts a stream that has no end, so that none hangs beyond the fault', async () => {
    service.faults.set({ mode: 'truncate' });
    await expect(get('/store/v1/follow')).rejects.toThrow();
  });

  it('empties lists, and has no single thing where it is told how one is asked for', async () => {
    service.faults.set({ mode: 'empty', ids: '/\\d+$' });
    expect(await get()).toMatchObject({ status: 200, text: '{"items":[]}' });
    expect(await get('/models/12?x=1')).toMatchObject({ status: 404 });
  });

  it('does what is asked, and loses the answer', async () => {
    service.faults.set({ mode: 'lose-answer', times: 1 });
    await expect(get()).rejects.toThrow();
    expect(service.counter.counts.requests).toBe(1);
    expect((await get()).status).toBe(200);
  });

  it('lets some through first, and tells when one is met', async () => {
    const met: string[] = [];
    service.faults.onTake((_fault, target) => met.push(target));
    service.faults.set({ mode: '503', after: 2, times: 1 });
    const seen = [];
    for (const path of ['/a', '/b', '/c', '/d']) {
      seen.push((await get(path)).status);
    }
    expect(seen).toEqual([200, 200, 503, 200]);
    expect(met).toEqual(['/c']);
  });

  it('hangs until the client gives up', async () => {
    service.faults.set({ mode: 'hang' });
    await expect(
      request(url, { signal: AbortSignal.timeout(30) }),
    ).rejects.toThrow(/abort|timeout/i);
  });

  it('breaks only the requests meant, and only as often as asked', async () => {
    service.faults.set({ mode: '503', path: '/versions', times: 2 });
    expect((await get('/models')).status).toBe(200);
    expect((await get('/versions')).status).toBe(503);
    expect((await get('/versions')).status).toBe(503);
    expect((await get('/versions')).status).toBe(200);
    expect(service.faults.current.mode).toBe('none');
  });

  it('counts requests and body bytes by kind of request', async () => {
    const length = JSON.stringify(LIST).length;
    await get('/models/12?pageSize=1');
    await get('/models/13');
    const answer = await request(`${url}/models`, {
      method: 'POST',
      body: 'four',
    });
    await answer.body.text();
    expect(service.counter.counts).toEqual({
      requests: 3,
      bytesIn: 4,
      bytesOut: 3 * length,
      patterns: {
        'GET /models/:id': { requests: 2, bytesIn: 0, bytesOut: 2 * length },
        'POST /models': { requests: 1, bytesIn: 4, bytesOut: length },
      },
    });
    service.counter.reset();
    expect(service.counter.counts.requests).toBe(0);
  });

  it('counts the bytes of a truncated answer as they were sent', async () => {
    service.faults.set({ mode: 'truncate' });
    const { text } = await get();
    expect(service.counter.counts.bytesOut).toBe(text.length);
  });
});
