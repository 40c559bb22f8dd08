import { createHttpClient } from './createHttpClient';
import { failure, startTestServer } from './__testUtils__/testServer';

describe('TLS settings that cannot be used', () => {
  it.each([
    ['a client certificate that is none', { certPem: 'x', keyPem: 'x' }],
    ['half a key', { keyPem: '-----BEGIN PRIVATE KEY-----\nMIIE' }],
  ])('fail the request at once: %s', async (_, tls) => {
    const server = await startTestServer((_request, response) =>
      response.end(),
    );
    const client = createHttpClient({
      tls,
      timeoutMs: 5_000,
      retry: { retries: 0 },
    });
    const url = server.url.replace('http:', 'https:');
    const error = await failure(client.request({ url }));
    expect(error.message).toMatch(/routines|PEM/);
    await client.close();
    await server.close();
  });
});
