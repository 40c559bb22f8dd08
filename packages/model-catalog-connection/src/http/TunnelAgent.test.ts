import { createServer as createProxy, type Server as Proxy } from 'node:http';
import { createServer, request, type Server } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { createAuthority } from './__testUtils__/authority';
import { TunnelAgent } from './TunnelAgent';

// Keys are generated in JavaScript.
jest.setTimeout(60_000);

const HOST = 'model-catalog.apps.example.com';
const portOf = (server: Proxy | Server) =>
  (server.address() as AddressInfo).port;

describe('what the hub asks of another machine', () => {
  const authority = createAuthority('cluster', HOST);
  const other = createAuthority('other', HOST);
  const asked: string[] = [];
  const credentials: (string | undefined)[] = [];
  let server: Server;
  let proxy: Proxy;
  let status: number;
  let agent: TunnelAgent;

  beforeAll(async () => {
    const { cert, key } = authority;
    server = createServer({ cert, key }, (_, response) => response.end('ok'));
    proxy = createProxy();
    proxy.on('connect', ({ url = '', headers }, socket) => {
      asked.push(url);
      credentials.push(headers.authorization);
      socket.on('error', () => {});
      if (status !== 200) {
        socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
        return;
      }
      const through = connect(portOf(server), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        through.pipe(socket).pipe(through);
      });
      through.on('error', () => socket.destroy());
    });
    for (const one of [server, proxy]) {
      await new Promise<void>(done => one.listen(0, '127.0.0.1', done));
    }
  });
  beforeEach(() => {
    asked.length = 0;
    status = 200;
  });
  afterEach(() => agent.destroy());
  afterAll(async () => {
    server.closeAllConnections();
    proxy.closeAllConnections();
    for (const one of [server, proxy]) {
      await new Promise(done => one.close(done));
    }
  });

  /** The text of the answer. */
  async function get(url: string, ca: string, more: NodeJS.ProcessEnv = {}) {
    agent = new TunnelAgent(
      { ca },
      { HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}`, ...more },
    );
    const once = () =>
      new Promise<string>((resolve, reject) => {
        const headers = { authorization: 'Bearer planted-5f1c' };
        request(url, { agent, headers }, response => {
          let text = '';
          response.on('data', chunk => {
            text += chunk;
          });
          response.once('end', () => resolve(text));
        })
          .on('error', reject)
          .end();
      });
    return [await once(), await once()];
  }

  it('goes through the proxy by one tunnel, and the proxy learns no token', async () => {
    expect(await get(`https://${HOST}/list`, authority.ca)).toEqual([
      'ok',
      'ok',
    ]);
    expect(asked).toEqual([`${HOST}:443`]);
    expect(credentials).toEqual([undefined]);
  });

  it('trusts the authority of the host, whatever the proxy is', async () => {
    await expect(get(`https://${HOST}/list`, other.ca)).rejects.toThrow(
      /certificate|signature/,
    );
  });

  it('says that it is the proxy which refuses', async () => {
    status = 403;
    await expect(get(`https://${HOST}/list`, authority.ca)).rejects.toThrow(
      `(HTTPS_PROXY) answered 403 to CONNECT ${HOST}:443`,
    );
  });

  it.each([
    ['this machine', '127.0.0.1', {}],
    ['a Service', 'model-catalog-bridge.model-catalog.svc', {}],
    ['what NO_PROXY names', HOST, { NO_PROXY: '.example.com' }],
  ])('never asks the proxy for %s', async (_, host, more) => {
    const url = `https://${host}:${portOf(server)}/list`;
    await get(url, authority.ca, more).catch(() => undefined);
    expect(asked).toEqual([]);
  });
});
