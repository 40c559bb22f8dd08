/* eslint-disable @backstage/no-forbidden-package-imports -- the test server of the package, which no program gets */
import { createHttpClient, type HttpClient } from '@model-catalog/node';
import {
  startTestServer,
  type TestServer,
} from '@model-catalog/node/src/http/__testUtils__/testServer';
import { z } from 'zod/v4';
import { registryPages } from './registryPages';

jest.setTimeout(30_000);

const Row = z.object({ id: z.string() });

describe('a list of a registry', () => {
  let http: HttpClient;
  let server: TestServer;
  const start = async (answerOf: (token: string | null) => object) => {
    http = createHttpClient();
    server = await startTestServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://registry');
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answerOf(searchParams.get('nextPageToken'))));
    });
  };
  afterEach(async () => {
    await http.close();
    await server.close();
  });

  const read = async () => {
    const rows: { id: string }[] = [];
    const { signal } = new AbortController();
    const list = { url: `${server.url}/models`, row: Row, signal };
    for await (const page of registryPages(http, list)) rows.push(...page);
    return rows;
  };

  it('is read to its last page', async () => {
    await start(token =>
      token === null
        ? { items: [{ id: '1' }], nextPageToken: 'next' }
        : { items: [{ id: '2' }] },
    );
    expect(await read()).toEqual([{ id: '1' }, { id: '2' }]);
  });

  it('is not followed for ever where the registry does not understand its own tokens', async () => {
    await start(token => ({
      items: [{ id: '1' }],
      nextPageToken: `${token ?? ''}x`,
    }));
    await expect(read()).rejects.toThrow('answered a page twice');
    expect(server.requests).toHaveLength(2);
  });
});
