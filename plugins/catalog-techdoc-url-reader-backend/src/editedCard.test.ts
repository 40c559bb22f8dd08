import { createServer } from 'node:http';
import { urlReaderServiceFactory } from '@backstage/backend-defaults/urlReader';
import {
  mockServices,
  ServiceFactoryTester,
} from '@backstage/backend-test-utils';
import { z } from 'zod/v4';
import factory from './index';

const Address = z.object({ port: z.number() });

/** Of a model server; which one and which URLs may be shown is passed on. */
const SERVER = 'server=s%2F1&urls=external';

describe('a page that changes', () => {
  let card = { text: '', tag: '' };
  let asked: (string | undefined)[] = [];
  const server = createServer(({ headers, url }, response) => {
    asked.push(url);
    if (card.tag === '') {
      response.writeHead(404).end();
    } else if (headers['if-none-match'] === card.tag) {
      response.writeHead(304).end();
    } else {
      response.writeHead(200, { etag: card.tag }).end(card.text);
    }
  });

  beforeAll(
    () => new Promise<void>(done => server.listen(0, '127.0.0.1', done)),
  );
  afterAll(() => {
    server.closeAllConnections();
    return new Promise(done => server.close(done));
  });

  async function startReader(path: string) {
    const { port } = Address.parse(server.address());
    const baseUrl = `http://127.0.0.1:${port}`;
    const modelCatalog = { test: { baseUrl } };
    const data = { catalog: { providers: { modelCatalog } } };
    const reader = await ServiceFactoryTester.from(urlReaderServiceFactory, {
      dependencies: [
        factory,
        mockServices.auth.factory(),
        mockServices.discovery.factory(),
        mockServices.rootConfig.factory({ data }),
      ],
    }).getSubject();
    return async (etag?: string) => {
      const tree = await reader.readTree(`${baseUrl}${path}`, { etag });
      const [page] = (await tree.files()).filter(file =>
        file.path.endsWith('.md'),
      );
      return { etag: tree.etag, text: `${await page?.content()}` };
    };
  }

  it.each([
    ['a card', `/modelcard?key=a&${SERVER}`],
    ['how a server without one is called', `/modelcard?${SERVER}`],
  ])(
    'has another validator and the new text, so that TechDocs builds it anew: %s',
    async (_, path) => {
      asked = [];
      card = { text: '# A\n\nOld.\n', tag: '"1"' };
      const read = await startReader(path);

      const first = await read();
      expect(first.text).toContain('Old.');
      await expect(read(first.etag)).rejects.toThrow(
        expect.objectContaining({ name: 'NotModifiedError' }),
      );

      card = { text: '# A\n\nNew.\n', tag: '"2"' };
      const second = await read(first.etag);
      expect(second).toEqual({ etag: '"2"', text: '\n# A\n\nNew.\n' });
      await expect(read(second.etag)).rejects.toThrow(
        expect.objectContaining({ name: 'NotModifiedError' }),
      );
      expect(new Set(asked)).toEqual(new Set([path]));
    },
  );

  it.each([
    ['/modelcard?key=a%2Fb', 'has no model card a/b'],
    [`/modelcard?${SERVER}`, 'does not know how s/1 is called'],
  ])('that is not there is named: %s', async (path, words) => {
    card = { text: '', tag: '' };
    const read = await startReader(path);

    await expect(read()).rejects.toThrow(words);
  });
});
