import { createHttpClient } from './createHttpClient';
import { startTestServer } from './__testUtils__/testServer';

jest.setTimeout(30_000);

it.each(['https://login.example.com/form?state=1', '/form'])(
  'gives a redirect to %p as an answer to who asks for it, and goes nowhere',
  async location => {
    const asked: unknown[] = [];
    const server = await startTestServer((request, response) => {
      asked.push(request.url);
      response.writeHead(302, { location }).end();
    });
    const client = createHttpClient({ retry: { retries: 0 } });
    const answer = await client.request({
      ...{ url: `${server.url}/login`, redirects: 'return' },
    });
    expect(answer).toMatchObject({ status: 302, headers: { location } });
    expect(asked).toEqual(['/login']);
    await client.close();
    await server.close();
  },
);
