import { createFallbackClient } from './createFallbackClient';
import { createHttpClient } from './createHttpClient';
import {
  failure,
  type Handler,
  startTestServer,
  type TestServer,
} from './__testUtils__/testServer';
import type { HttpClient } from './types';

const DEAD = 'http://127.0.0.1:9';

describe('a client of a server with several addresses', () => {
  const open: Array<TestServer | HttpClient> = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map(one => one.close()));
  });

  async function serve(handler: Handler = (_, response) => response.end('ok')) {
    const server = await startTestServer(handler);
    open.push(server);
    return server;
  }
  function clientOf(first: string, ...others: string[]) {
    const places = { addresses: [first, ...others] };
    const switches: string[] = [];
    const client = createFallbackClient({
      base: first,
      current: () => places.addresses,
      clientFor: () => createHttpClient({ retry: { retries: 0 } }),
      onSwitch: address => switches.push(address),
    });
    open.push(client);
    const ask = (path = '/x') => client.request({ url: `${first}${path}` });
    return { ask, places, switches };
  }

  it('asks the best one', async () => {
    const [best, other] = [await serve(), await serve()];
    const { ask, switches } = clientOf(best.url, other.url);
    await ask();
    expect([best.requests, other.requests]).toEqual([['GET /x'], []]);
    expect(switches).toEqual([]);
  });

  it('goes to the next one where nothing listens, and stays there', async () => {
    const other = await serve();
    const { ask, switches } = clientOf(`${DEAD}/registry`, `${other.url}/in`);
    await ask('/models?a=b');
    await ask();
    expect(other.requests).toEqual(['GET /in/models?a=b', 'GET /in/x']);
    expect(switches).toEqual([`${other.url}/in`]);
  });

  it.each<[string, Handler]>([
    [
      'sends us to a login page',
      (_, response) =>
        response
          .writeHead(302, { location: 'https://login.example.com' })
          .end(),
    ],
    [
      'is a router with nothing behind it',
      (_, response) =>
        response
          .writeHead(503, { 'content-type': 'text/html' })
          .end('<!DOCTYPE html><h1>Application is not available</h1>'),
    ],
    ['breaks off', request => request.socket.destroy()],
  ])('goes to the next one where the first %s', async (_what, handler) => {
    const [best, other] = [await serve(handler), await serve()];
    const { ask } = clientOf(best.url, other.url);
    expect((await ask()).body).toBe('ok');
  });

  it.each([401, 403, 404, 500, 503])('takes %s for an answer', async status => {
    const [best, other] = [
      await serve((_, response) => response.writeHead(status).end('no')),
      await serve(),
    ];
    const { ask } = clientOf(best.url, other.url);
    expect((await failure(ask())).status).toBe(status);
    expect(other.requests).toEqual([]);
  });

  it.each([401, 404])(
    'stays with no other one that only answers %s, so that the best one is used once it is back',
    async status => {
      const best = await serve();
      const other = await serve((_, response) =>
        response.writeHead(status).end('no'),
      );
      const { ask, places, switches } = clientOf(best.url, other.url);
      places.addresses = [DEAD, other.url];
      expect((await failure(ask())).status).toBe(status);
      places.addresses = [best.url, other.url];
      expect((await ask()).body).toBe('ok');
      expect(switches).toEqual([]);
    },
  );

  it('sends nothing for a URL that is not below its base', async () => {
    const other = await serve();
    const { ask } = clientOf(`${DEAD}/registry`, other.url);
    const client = createFallbackClient({
      base: 'https://gw.example.com/api/model_registry/v1alpha3',
      current: () => [other.url],
      clientFor: () => createHttpClient({ retry: { retries: 0 } }),
    });
    open.push(client);
    const url = 'https://gw.example.com/api/model_registry/v1/models';
    expect((await failure(client.request({ url }))).message).toContain(
      'is not below',
    );
    await ask();
    expect(other.requests).toEqual(['GET /x']);
  });

  it('comes back to the best one when the other one is lost', async () => {
    const [best, other] = [await serve(), await serve()];
    const { ask, places, switches } = clientOf(best.url, other.url);
    places.addresses = [DEAD, other.url];
    await ask();
    await other.close();
    places.addresses = [best.url, other.url];
    await ask();
    expect(best.requests).toEqual(['GET /x']);
    expect(switches).toEqual([other.url, best.url]);
  });

  it('says of all of them why none could be reached', async () => {
    const { ask } = clientOf(DEAD, 'http://127.0.0.1:10');
    const error = await failure(ask());
    expect(error.message).toContain('127.0.0.1:9/x was refused');
    expect(error.message).toContain('127.0.0.1:10/x was refused');
  });
});
