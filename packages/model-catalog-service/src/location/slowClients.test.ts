import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { createRig, FINE, PATH } from './__testUtils__/rig';
import { modelNamed, viewOf } from './__testUtils__/views';

jest.setTimeout(60_000);

const { start, open } = createRig();
const LONG = 'x'.repeat(20_000);

/** Many records, more than what sockets hold of an answer. */
function large() {
  const models = Array.from({ length: 1500 }, (_, index) =>
    modelNamed(`m${index}`, LONG),
  );
  const view = viewOf('1', models);
  return { state: () => ({ view, sources: FINE }) };
}

/** Until an answer is over, whole or not. */
async function untilServed(served: readonly unknown[]): Promise<void> {
  while (served.length === 0) {
    await new Promise(resolve => {
      setTimeout(resolve, 20);
    });
  }
}

describe('many and slow clients', () => {
  it('are let go when they went away while they waited', async () => {
    const { get, port, delay, content } = await start();
    const { headers } = await get(PATH);
    const sent = httpRequest({
      port,
      path: `${PATH}?wait=25`,
      agent: false,
      headers: { 'If-None-Match': String(headers.etag) },
    });
    sent.on('error', () => {});
    sent.end();
    await delay.until(1);

    sent.destroy();

    await delay.until(0);
    expect(content.waiting.size).toBe(0);
  });

  it('may wait up to a number; one more is told to come again', async () => {
    const { get, delay, content } = await start({ maxWaiting: 3 });
    const headers = { 'If-None-Match': String((await get(PATH)).headers.etag) };
    const waiting = [1, 2, 3].map(() => get(`${PATH}?wait=25`, headers));
    await delay.until(3);

    const refused = await get(`${PATH}?wait=25`, headers);

    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBe('2');
    delay.pass();
    const answers = await Promise.all(waiting);
    expect(answers.map(({ status }) => status)).toEqual([304, 304, 304]);
    expect(content.waiting.size).toBe(0);
  });

  it.each([
    ['takes nothing', { stalledMs: 300, longestMs: 60_000 }],
    ['has not taken all in time', { stalledMs: 60_000, longestMs: 300 }],
  ])('a reader that %s is cut off', async (_what, limits) => {
    const { port, served } = await start({
      ...large(),
      router: { limits },
    });
    const socket = await open(port);
    socket.pause();
    socket.write(`GET ${PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    const closed = once(socket, 'close');
    socket.on('error', () => {});

    await untilServed(served);

    expect(served[0]?.kind).toBe('full');
    expect(served[0]?.bytes).toBeLessThan(25_000_000);
    socket.resume();
    await closed;
  });

  it('an answer that is cut off has no end', async () => {
    const { port, served } = await start({
      ...large(),
      router: { limits: { stalledMs: 300, longestMs: 60_000 } },
    });
    const socket = await open(port);
    const chunks: Buffer[] = [];
    socket.on('error', () => {});
    socket.write(`GET ${PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await once(socket, 'readable');
    await untilServed(served);
    socket.on('data', chunk => chunks.push(chunk));
    await once(socket, 'close');

    const text = Buffer.concat(chunks).toString();
    expect(text).toContain('"type":"begin"');
    expect(text).not.toContain('"type":"end"');
    expect(text.endsWith('0\r\n\r\n')).toBe(false);
  });
});
