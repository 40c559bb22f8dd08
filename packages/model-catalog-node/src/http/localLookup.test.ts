import dns from 'node:dns';
import { createHttpClient } from './createHttpClient';
import { localLookup } from './localLookup';
import { startTestServer } from './__testUtils__/testServer';

const addressesOf = (host: string, family?: number) =>
  new Promise(resolve => {
    localLookup(host, { all: true, family }, (_error, addresses) =>
      resolve(addresses.map(({ address }) => address)),
    );
  });

it.each([
  ['localhost', undefined, ['127.0.0.1', '::1']],
  ['LocalHost.', 4, ['127.0.0.1']],
  ['localhost', 6, ['::1']],
])(
  'finds %s (family %s) without the name server',
  async (host, family, all) => {
    expect(await addressesOf(host, family)).toEqual(all);
  },
);

it('reaches a neighbour while names elsewhere are being waited for', async () => {
  const server = await startTestServer((_request, response) => {
    response.end('here');
  });
  const client = createHttpClient({ retry: { retries: 0 } });
  const lookup = jest.spyOn(dns, 'lookup');
  try {
    const url = server.url.replace('127.0.0.1', 'localhost');
    expect((await client.request({ url })).body).toBe('here');
    expect(lookup).not.toHaveBeenCalled();
  } finally {
    lookup.mockRestore();
    await client.close();
    await server.close();
  }
});
