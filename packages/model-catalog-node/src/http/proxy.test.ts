import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '@model-catalog/rhoai-simulator';
import { startTestServer } from './__testUtils__/testServer';
import { createHttpClient } from './createHttpClient';
import type { TlsSettings } from './options';

// Keys are made, which takes seconds on a busy machine.
jest.setTimeout(30_000);

describe('a request through a proxy', () => {
  let proxy: Server;
  const asked: string[] = [];
  let refuses = false;
  let port = 0;
  let target = 0;
  beforeAll(async () => {
    proxy = createServer();
    proxy.on('connect', (request, socket) => {
      asked.push(
        `${request.url} ${request.headers['proxy-authorization'] ?? ''}`,
      );
      if (refuses) {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
        return;
      }
      const through = connect(target, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        through.pipe(socket).pipe(through);
      });
      through.on('error', () => socket.destroy());
      socket.on('error', () => through.destroy());
    });
    await new Promise<void>(resolve => {
      proxy.listen(0, '127.0.0.1', resolve);
    });
    const address: AddressInfo | string | null = proxy.address();
    port = typeof address === 'object' ? address?.port ?? 0 : 0;
  });
  afterAll(() => proxy.close());

  const clientOf = (origin: string, tls: TlsSettings = {}) =>
    createHttpClient({
      tls,
      retry: { retries: 0 },
      proxy: url =>
        url.startsWith(origin)
          ? new URL(`http://me:pw%21@127.0.0.1:${port}`)
          : undefined,
    });

  it('asks it for the host, with its own credential only', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'proxy-'));
    const simulator = await startSimulator({ dir });
    const { certPem: cert, keyPem: key } = simulator.kubernetes.pki;
    const server = await startTestServer((_, response) => response.end('hi'), {
      cert,
      key,
    });
    target = Number(new URL(server.url).port);
    const client = clientOf('https://registry.example.com', {
      caPem: simulator.kubernetes.caPem,
      servername: 'localhost',
    });
    const url = 'https://registry.example.com/x';
    const untrusting = clientOf('https://registry.example.com');
    await expect(untrusting.request({ url })).rejects.toThrow('not trusted');
    expect((await client.request({ url })).body).toBe('hi');
    expect(new Set(asked)).toEqual(
      new Set(['registry.example.com:443 Basic bWU6cHch']),
    );
    expect(server.requests).toEqual(['GET /x']);
    await Promise.all([client.close(), untrusting.close(), server.close()]);
    await simulator.stop();
    await rm(dir, { recursive: true });
  });

  it('says that it is the proxy which refuses, without its password', async () => {
    refuses = true;
    const client = clientOf('https://registry.example.com');
    const failing = client.request({ url: 'https://registry.example.com' });
    await expect(failing).rejects.toThrow(
      `The proxy 127.0.0.1:${port} (HTTPS_PROXY) answered 407 to CONNECT registry.example.com:443`,
    );
    await expect(failing).rejects.not.toThrow('pw!');
    await client.close();
  });
});
