import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpGetter } from './HttpGetter';

it('asks for a token before each request where they expire, and for plain text', async () => {
  const seen: (string | undefined)[] = [];
  const encodings = new Set<string | undefined>();
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    encodings.add(request.headers['accept-encoding']?.toString());
    response.end('ok');
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const given = ['first', 'second'];
  const getter = new HttpGetter({
    id: 'test',
    baseUrl: `http://127.0.0.1:${port}`,
    token: async () => given.shift() ?? 'none',
    listIntervalMs: 1000,
    removalGuard: { maxSharePercent: 50, atLeast: 5 },
  });
  const request = { path: '/x', maxBytes: 1000, timeoutMs: 2000 };
  await getter.get(request);
  await getter.get(request);
  getter.close();
  server.closeAllConnections();
  await new Promise(done => server.close(done));

  expect(seen).toEqual(['Bearer first', 'Bearer second']);
  // It is this process that would pack it.
  expect([...encodings]).toEqual(['identity']);
});

it.each([
  ['text/html', /is the plugin model-catalog-backend installed/],
  ['application/json', /HTTP 404: \{"error":"There is no model card x"\}/],
])(
  'says what is missing in a hub that answers 404 as %s',
  async (type, told) => {
    const server = createServer((_, response) =>
      response
        .writeHead(404, { 'content-type': type })
        .end('{"error":"There is no model card x"}'),
    );
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    const getter = new HttpGetter({
      id: 'test',
      baseUrl: `http://127.0.0.1:${port}`,
      token: async () => 'planted-5f1c',
      listIntervalMs: 1000,
      removalGuard: { maxSharePercent: 50, atLeast: 5 },
    });
    await expect(
      getter.get({ path: '/x', maxBytes: 1000, timeoutMs: 2000 }),
    ).rejects.toThrow(told);
    getter.close();
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  },
);
