import { createHttpClient } from './createHttpClient';
import type { HttpClientOptions } from './options';
import { failure, startTestServer } from './__testUtils__/testServer';

/** Before a connection is there, nothing is sent and nobody can answer. */
describe('a request that still waits for its connection', () => {
  const cases: [string, HttpClientOptions][] = [
    ['to be made', { tls: () => new Promise(() => {}) }],
    ['to be free', { connections: 1 }],
  ];

  async function start(options: HttpClientOptions) {
    const server = await startTestServer(() => {});
    const client = createHttpClient({ ...options, retry: { retries: 0 } });
    // Takes the only connection, and keeps it.
    const first = failure(client.request({ url: server.url }));
    const stop = async () => {
      await client.close();
      await server.close();
      await first;
    };
    return { client, url: server.url, stop };
  }

  it.each(cases)('ends in time: waits for it %s', async (_, options) => {
    const { client, url, stop } = await start(options);
    const error = await failure(client.request({ url, timeoutMs: 50 }));
    expect(error.kind).toBe('timeout');
    await stop();
  });

  it.each(cases)('ends when stopped: waits for it %s', async (_, options) => {
    const { client, url, stop } = await start(options);
    const caller = new AbortController();
    const asked = failure(client.request({ url, signal: caller.signal }));
    caller.abort();
    expect((await asked).kind).toBe('aborted');
    await stop();
  });

  it('ends a stream in time, too', async () => {
    const { client, url, stop } = await start({
      tls: () => new Promise(() => {}),
    });
    const reading = async () => {
      for await (const line of client.lines({ url, timeoutMs: 50 })) {
        throw new Error(line);
      }
    };
    expect((await failure(reading())).kind).toBe('timeout');
    await stop();
  });
});
