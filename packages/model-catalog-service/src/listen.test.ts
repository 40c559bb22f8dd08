import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { type AddressInfo, connect, Server } from 'node:net';
import { createBoundedServer, listen } from './listen';

jest.setTimeout(30_000);

it('listens on every interface also where the system has no IPv6', async () => {
  const real = Server.prototype.listen;
  const withoutIpv6 = jest.spyOn(Server.prototype, 'listen');
  withoutIpv6.mockImplementation(function refuse(this: Server, ...given) {
    const isIpv6 = given.some(argument => argument === '::');
    if (isIpv6) {
      const error = new Error('listen EAFNOSUPPORT');
      process.nextTick(() => this.emit('error', error));
      return this;
    }
    return Reflect.apply(real, this, given);
  });

  const listening = await listen(
    (_request, response) => response.end('here'),
    { host: '::', port: 0 },
    '--address',
  ).finally(() => withoutIpv6.mockRestore());

  const answer = await fetch(`http://127.0.0.1:${listening.port}/`);
  expect(await answer.text()).toBe('here');
  await listening.close();
});

describe('a client that', () => {
  let server: HttpServer;
  beforeEach(async () => {
    server = createBoundedServer((_request, response) => response.end('here'), {
      headersTimeout: 200,
      connectionsCheckingInterval: 50,
      maxConnections: 2,
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const open = () => {
    const { port } = server.address() as AddressInfo;
    return connect(port, '127.0.0.1').on('error', () => {});
  };
  async function answerTo(sent: string): Promise<string> {
    const socket = open();
    socket.write(sent);
    let text = '';
    for await (const chunk of socket) {
      text += chunk;
    }
    return text;
  }

  it.each([
    ['sends nothing', '', /408/],
    ['sends its headers too slowly', 'GET / HTTP/1.1\r\nHost: a\r\n', /408/],
    [
      'sends more headers than it may',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      /431/,
    ],
    ['speaks another language', 'hello\r\n\r\n', /400/],
    ['names no host', 'GET / HTTP/1.1\r\n\r\n', /400/],
  ])('%s is let go', async (_what, sent, answer) => {
    expect(await answerTo(sent)).toMatch(answer);
  });

  it('is one too many is not let in', async () => {
    const held = [open(), open()];
    await Promise.all(held.map(socket => once(socket, 'connect')));

    const one = open();
    await once(one, 'close');

    expect(one.bytesRead).toBe(0);
    held.forEach(socket => socket.destroy());
  });
});
