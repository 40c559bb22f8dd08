import { createServer, type RequestListener, type Server } from 'node:http';
import { request } from 'undici';
import type { AddressInfo } from 'node:net';
import { startFaultProxy, type FaultProxy } from './faultProxy';

describe('a proxy that can be broken', () => {
  let server: Server;
  let proxy: FaultProxy;
  let answer: RequestListener = () => {};

  beforeEach(async () => {
    server = createServer((incoming, response) => answer(incoming, response));
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    proxy = await startFaultProxy({ target: `http://127.0.0.1:${port}` });
  });

  afterEach(async () => {
    await proxy.stop();
    server.closeAllConnections();
    await new Promise(resolve => {
      server.close(resolve);
    });
  });

  const send = (path: string, body?: string) =>
    request(`${proxy.url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      body,
      reset: true,
    });

  it('hands on path, headers, body and status, and streams the answer', async () => {
    let release = () => {};
    answer = (incoming, response) => {
      incoming.setEncoding('utf8').once('data', text => {
        response.writeHead(201, { 'x-seen': `${incoming.url} ${text}` });
        response.write('first');
        release = () => response.end(' second');
      });
    };
    const { statusCode, headers, body } = await send('/a?b=c', 'hello');
    expect({ statusCode, seen: headers['x-seen'] }).toEqual({
      statusCode: 201,
      seen: '/a?b=c hello',
    });
    const chunks: string[] = [];
    for await (const chunk of body) {
      chunks.push(String(chunk));
      release();
    }
    expect(chunks.join('')).toBe('first second');
  });

  it('breaks the answers as its switch says, and heals', async () => {
    answer = (_incoming, response) => response.end('fine');
    proxy.faults.set({ mode: '503' });
    expect((await send('/')).statusCode).toBe(503);
    proxy.faults.heal();
    expect(await (await send('/')).body.text()).toBe('fine');
  });

  it('cuts connections, and leads nowhere while it has no target', async () => {
    answer = (_incoming, response) => {
      response.write('begun');
      proxy.cut();
    };
    const cut = send('/').then(({ body }) => body.text());
    await expect(cut).rejects.toThrow();
    proxy.target = undefined;
    await expect(send('/')).rejects.toThrow();
  });
});
