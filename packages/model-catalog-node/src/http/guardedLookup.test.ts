import { createHttpClient } from './createHttpClient';
import { ADDRESS_REFUSED, guardedLookup } from './guardedLookup';
import { failure, startTestServer } from './__testUtils__/testServer';

describe('an address that a name resolves to', () => {
  it('is asked when it is not refused', async () => {
    const server = await startTestServer((_, response) => response.end('{}'));
    const http = createHttpClient({ refusedAddress: () => undefined });
    const url = server.url.replace('127.0.0.1', 'localhost');
    expect((await http.request({ url })).status).toBe(200);
    await http.close();
    await server.close();
  });

  it('is not connected to when it is refused, and the error says so', async () => {
    const server = await startTestServer((_, response) => response.end('{}'));
    const http = createHttpClient({
      refusedAddress: () => 'is this machine itself',
      retry: { retries: 0 },
    });
    const url = server.url.replace('127.0.0.1', 'localhost');
    const error = await failure(http.request({ url }));
    expect(error).toMatchObject({ kind: 'network', reason: ADDRESS_REFUSED });
    expect(error.message).toContain('is refused');
    expect(server.requests).toEqual([]);
    await http.close();
    await server.close();
  });

  it('is left out when the name has others', async () => {
    const lookup = guardedLookup(
      address => (address === '127.0.0.1' ? 'no' : undefined),
      (_host, _options, callback) =>
        callback(null, [
          { address: '127.0.0.1', family: 4 },
          { address: '10.0.0.1', family: 4 },
        ]),
    );
    const found = await new Promise(resolve => {
      lookup('granite.demo.svc', { all: true }, (_error, all) => resolve(all));
    });
    expect(found).toEqual([{ address: '10.0.0.1', family: 4 }]);
  });
});
