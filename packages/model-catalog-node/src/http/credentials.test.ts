import { inspect } from 'node:util';
import { z } from 'zod/v4';
import { createHttpClient } from './createHttpClient';
import { fetchJson } from './fetchJson';
import type { HttpClientOptions } from './options';
import {
  failure,
  Handler,
  startTestServer,
  TestServer,
} from './__testUtils__/testServer';
import type { HttpClient } from './types';

it.each([
  ['text/html', ''],
  ['application/json', 'broken '],
])('names no credential that a %s answer echoes', async (type, start) => {
  const server = await startTestServer((request, response) => {
    response.setHeader('content-type', type);
    response.end(`${start}${request.headers.authorization}`);
  });
  const client = createHttpClient({
    authorize: async () => ({ authorization: 'Bearer secret-token' }),
  });
  const error = await failure(fetchJson(client, server.url, z.unknown()));
  expect(error.message).toContain('redacted');
  expect(inspect(error, { depth: 9 })).not.toContain('secret-token');
  await client.close();
  await server.close();
});

describe('where a request and its credential go', () => {
  const open: Array<TestServer | HttpClient> = [];

  afterEach(async () => {
    await Promise.all(open.splice(0).map(one => one.close()));
  });

  async function start(handler: Handler, options: HttpClientOptions = {}) {
    const server = await startTestServer(handler);
    const client = createHttpClient({ retry: { retries: 0 }, ...options });
    open.push(client, server);
    return { server, client };
  }

  describe('redirects', () => {
    it('follows a read inside the origin', async () => {
      const { client, server } = await start((request, response) => {
        if (request.url === '/old') {
          response.writeHead(302, { location: '/new' }).end();
        } else {
          response.end('new');
        }
      });
      const answer = await client.request({ url: `${server.url}/old` });
      expect(answer.body).toBe('new');
    });

    it('gives up after three', async () => {
      const { client, server } = await start((_, response) => {
        response.writeHead(307, { location: '/again' }).end();
      });
      const error = await failure(client.request({ url: server.url }));
      expect(error.kind).toBe('redirect');
      expect(server.requests).toHaveLength(4);
    });

    it('never carries the credential to another origin', async () => {
      const other = await startTestServer((_, response) => response.end());
      open.push(other);
      const { client, server } = await start(
        (_, response) => {
          response
            .writeHead(302, { location: `${other.url}/login?rd=secret` })
            .end();
        },
        { authorize: async () => ({ authorization: 'Bearer t' }) },
      );
      const error = await failure(client.request({ url: server.url }));
      expect(error.kind).toBe('redirect');
      expect(error.message).toContain(`${other.url}/login`);
      expect(error.message).toContain('auth proxy');
      expect(error.message).not.toContain('secret');
      expect(other.requests).toEqual([]);
    });

    it('does not follow a write', async () => {
      const { client, server } = await start((_, response) => {
        response.writeHead(307, { location: '/new' }).end();
      });
      const error = await failure(
        client.request({ method: 'PUT', url: server.url }),
      );
      expect(error.kind).toBe('redirect');
    });
  });

  describe('credentials', () => {
    it('asks for the credential each time, and once more after a 401', async () => {
      const tokens = ['old-token-1', 'new-token-2', 'new-token-3'];
      const asked: boolean[] = [];
      const { client, server } = await start(
        (request, response) => {
          const isOld = request.headers.authorization === 'Bearer old-token-1';
          response.writeHead(isOld ? 401 : 200).end('hello');
        },
        {
          authorize: async ({ refused }) => {
            asked.push(refused);
            return { authorization: `Bearer ${tokens.shift()}` };
          },
        },
      );
      await client.request({ url: server.url });
      await client.request({ url: server.url });
      expect(asked).toEqual([false, true, false]);
      expect(server.requests).toHaveLength(3);
    });

    it('does not send the same credential twice', async () => {
      const { client, server } = await start(
        (_, response) => {
          response.writeHead(401).end();
        },
        { authorize: async () => ({ authorization: 'Bearer same' }) },
      );
      const error = await failure(client.request({ url: server.url }));
      expect(error.status).toBe(401);
      expect(server.requests).toHaveLength(1);
    });

    it('tells when there is no credential to send', async () => {
      const { client, server } = await start((_, response) => response.end(), {
        authorize: async () => {
          throw new Error('cannot read /run/token');
        },
      });
      const error = await failure(client.request({ url: server.url }));
      expect(error).toMatchObject({ kind: 'network', reason: 'NO_CREDENTIAL' });
      expect(error.message).toContain('cannot read /run/token');
      expect(server.requests).toEqual([]);
    });

    it('waits for a credential only so long', async () => {
      const { client, server } = await start((_, response) => response.end(), {
        authorize: () => new Promise(() => {}),
        authorizeTimeoutMs: 20,
      });
      const error = await failure(client.request({ url: server.url }));
      expect(error.reason).toBe('NO_CREDENTIAL');
      expect(error.message).toContain('it was not given within 20 ms');
      expect(server.requests).toEqual([]);
    });

    it('waits for none any more when it is stopped', async () => {
      const stop = new AbortController();
      const { client } = await start((_, response) => response.end(), {
        authorize: () => {
          stop.abort();
          return new Promise(() => {});
        },
      });
      const url = 'http://127.0.0.1:9';
      const error = await failure(client.request({ url, signal: stop.signal }));
      expect(error.kind).toBe('aborted');
    });

    it('keeps tokens out of errors, also when the server echoes them', async () => {
      const { client, server } = await start(
        (request, response) => {
          response.writeHead(403).end(`no: ${request.headers.authorization}`);
        },
        { authorize: async () => ({ authorization: 'Bearer s3cret-t0ken' }) },
      );
      const withUser = server.url.replace('://', '://me:passw0rd@');
      const error = await failure(
        client.request({ url: `${withUser}/a?limit=5&token=hidden#frag` }),
      );
      const printed = `${error.stack} ${JSON.stringify(
        error,
      )} ${error.answer()}`;
      for (const secret of ['s3cret', 'passw0rd', 'hidden', 'frag']) {
        expect(printed).not.toContain(secret);
      }
      expect(error.url).toContain('/a?limit=5&token=redacted');
    });
  });
});
