import { z } from 'zod/v4';
import { createHttpClient } from './createHttpClient';
import { fetchJson } from './fetchJson';
import { failure, startTestServer } from './__testUtils__/testServer';

const Thing = z.object({ name: z.string(), size: z.number().optional() });

describe('fetchJson', () => {
  async function ask(type: string | undefined, body: string) {
    const server = await startTestServer((_, response) => {
      response.writeHead(200, type ? { 'content-type': type } : {});
      response.end(body);
    });
    const client = createHttpClient();
    try {
      return await fetchJson(client, `${server.url}/thing`, Thing);
    } finally {
      await client.close();
      await server.close();
    }
  }

  it.each(['application/json', 'application/json; charset=utf-8', undefined])(
    'gives what the schema knows of %s',
    async type => {
      const thing = await ask(type, '{"name":"a","other":1}');
      expect(thing).toEqual({ name: 'a' });
    },
  );

  it.each([
    [
      'text/html; charset=utf-8',
      '<html>Log in</html>',
      'answered with text/html',
    ],
    ['text/plain', 'hello', 'auth proxy'],
    ['application/json', '{"name":', 'broken JSON'],
    ['application/json', '{"name":1,"size":"x"}', 'name: '],
    ['application/json', '{"name":1,"size":"x"}', 'size: '],
    ['application/json', 'null', '(root)'],
  ])('refuses %s %s and says "%s"', async (type, body, text) => {
    const error = await failure(ask(type, body));
    expect(error.kind).toBe('content');
    expect(error.message).toContain(text);
    expect(error.message).toContain('/thing');
  });

  it('names at most five fields', async () => {
    const Many = z.object(
      Object.fromEntries([...'abcdefgh'].map(name => [name, z.string()])),
    );
    const server = await startTestServer((_, response) => response.end('{}'));
    const client = createHttpClient();
    const error = await failure(fetchJson(client, server.url, Many));
    await client.close();
    await server.close();
    expect(error.message).toContain('e: ');
    expect(error.message).not.toContain('f: ');
    expect(error.message).toContain('and 3 more');
  });
});
