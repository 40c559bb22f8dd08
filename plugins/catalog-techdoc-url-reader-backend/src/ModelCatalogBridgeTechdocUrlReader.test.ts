import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { urlReaderServiceFactory } from '@backstage/backend-defaults/urlReader';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import {
  mockServices,
  ServiceFactoryTester,
} from '@backstage/backend-test-utils';
import { HttpGetter, readConnections } from '@model-catalog/connection';
import { extract } from 'tar';
import factory from './index';
import { ModelCatalogBridgeTechdocUrlReader } from './ModelCatalogBridgeTechdocUrlReader';

const TOKEN = 'planted-token-77ab';
const CARD = '---\nlicense: mit\n---\n# Granite\n\nA model.\n';

describe('ModelCatalogBridgeTechdocUrlReader, as Backstage uses it', () => {
  let server: Server;
  let answer: RequestListener;
  let base: string;
  let reader: UrlReaderService;
  let folder: string;
  let requests: { url?: string; headers: NodeJS.Dict<string | string[]> }[];
  let logger: ReturnType<typeof mockServices.logger.mock>;

  const unused = async () => {
    throw new Error('no tree is asked for');
  };

  const serve: RequestListener = ({ url, headers }, response) => {
    if (url !== '/modelcard?key=org%2Fgranite') {
      response.writeHead(404).end();
    } else if (headers['if-none-match'] === '"7"') {
      response.writeHead(304).end();
    } else {
      response
        .writeHead(200, {
          'content-type': 'text/markdown',
          etag: '"7"',
          'last-modified': 'Sat, 21 Nov 2026 00:00:00 GMT',
        })
        .end(CARD);
    }
  };

  beforeEach(async () => {
    requests = [];
    answer = serve;
    server = createServer((request, response) => {
      requests.push({ url: request.url, headers: request.headers });
      answer(request, response);
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    folder = await mkdtemp(join(tmpdir(), 'reader-test-'));
    logger = mockServices.logger.mock();
    logger.child.mockReturnValue(logger);
    const modelCatalog = { test: { baseUrl: base, token: TOKEN } };
    reader = await ServiceFactoryTester.from(urlReaderServiceFactory, {
      dependencies: [
        factory,
        mockServices.auth.factory(),
        mockServices.discovery.factory(),
        mockServices.logger.mock({ child: () => logger }).factory,
        mockServices.rootConfig.factory({
          data: {
            backend: { workingDirectory: folder },
            catalog: { providers: { modelCatalog } },
          },
        }),
      ],
    }).getSubject();
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(done => server.close(done));
    await rm(folder, { recursive: true });
  });

  const url = () => `${base}/modelcard?key=org%2Fgranite`;

  describe('readUrl', () => {
    it('gives the card as it is, with the validators of the service', async () => {
      const response = await reader.readUrl(url());
      expect((await response.buffer()).toString()).toBe(CARD);
      expect(response).toMatchObject({
        etag: '"7"',
        lastModifiedAt: new Date('2026-11-21T00:00:00Z'),
      });
      expect(requests[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
      expect(logger.info).toHaveBeenCalledWith(
        `ModelCatalogBridgeTechdocUrlReader.readUrl of ${url()}`,
      );
    });

    it('asks whether the card changed', async () => {
      await expect(reader.readUrl(url(), { etag: '"7"' })).rejects.toThrow(
        expect.objectContaining({ name: 'NotModifiedError' }),
      );
      expect((await reader.readUrl(url(), { etag: '"6"' })).etag).toBe('"7"');
    });

    it('tells a change by the content when the service has no validator', async () => {
      answer = (_, response) => response.end(CARD);
      const { etag } = await reader.readUrl(url());
      await expect(reader.readUrl(url(), { etag })).rejects.toThrow(
        expect.objectContaining({ name: 'NotModifiedError' }),
      );
      answer = (_, response) => response.end(`${CARD}!`);
      const changed = await reader.readUrl(url(), { etag });
      expect(changed.etag).not.toBe(etag);
    });

    it.each<[string, RequestListener, string, RegExp]>([
      [
        'no card',
        (_, r) => r.writeHead(404).end(),
        'NotFoundError',
        /has no model card org\/granite/,
      ],
      [
        'an error',
        (_, r) => r.writeHead(500).end('x'),
        'LocationServiceError',
        /HTTP 500: x/,
      ],
      [
        'a redirect',
        (_, r) => r.writeHead(302, { location: '/' }).end(),
        'LocationServiceError',
        /HTTP 302/,
      ],
      [
        'more than 4 MiB',
        (_, r) => r.end('x'.repeat(4 * 1024 * 1024 + 1)),
        'LocationServiceError',
        /larger than 4194304 bytes/,
      ],
      [
        'a 304 that was not asked for',
        (_, r) => r.writeHead(304).end(),
        'Error',
        /was not asked; restart/,
      ],
      [
        'a connection that is cut',
        (_, r) => r.destroy(),
        'LocationServiceError',
        /failed: /,
      ],
    ])('reports %s', async (_, listener, name, message) => {
      answer = listener;
      const error = await reader.readUrl(url()).catch(thrown => thrown);
      expect([error.name, error.message]).toEqual([
        name,
        expect.stringMatching(message),
      ]);
      expect(`${error.stack}${JSON.stringify(error)}`).not.toContain(TOKEN);
    });

    it('gives up on a service that is slow', async () => {
      answer = (_, response) => response.writeHead(200).write('# Gran');
      const { connections } = readConnections({ test: { baseUrl: base } });
      const impatient = new ModelCatalogBridgeTechdocUrlReader({
        connections,
        getters: new Map(connections.map(c => [c.id, new HttpGetter(c)])),
        logger,
        treeResponseFactory: {
          fromTarArchive: unused,
          fromZipArchive: unused,
          fromReadableArray: unused,
        },
        timeoutMs: 50,
      });
      await expect(impatient.readUrl(url())).rejects.toThrow(
        'no complete answer within 50 ms',
      );
    });

    it('stops when the caller does', async () => {
      const controller = new AbortController();
      answer = () => controller.abort();
      await expect(
        reader.readUrl(url(), { signal: controller.signal }),
      ).rejects.toThrow('it was cancelled');
    });

    it.each(['/list', '/modelcard', '/modelcard/../list?key=a'])(
      'leaves other paths of the service to others: %s',
      async path => {
        await expect(reader.readUrl(`${base}${path}`)).rejects.toThrow(
          'is not allowed',
        );
        expect(requests).toEqual([]);
      },
    );

    it('sends no token elsewhere', async () => {
      const { port } = new URL(base);
      for (const host of [`localhost:${port}`, `user@127.0.0.1:${port}`]) {
        await expect(
          reader.readUrl(`http://${host}/modelcard?key=a`),
        ).rejects.toThrow('is not allowed');
      }
      expect(requests).toEqual([]);
    });
  });

  describe('readTree', () => {
    const MKDOCS = expect.stringMatching(/^site_name: "Granite"\n/);
    const INDEX = '\n# Granite\n\nA model.\n';

    async function content(dir: string) {
      return [
        await readFile(join(dir, 'mkdocs.yml'), 'utf8'),
        await readFile(join(dir, 'docs/index.md'), 'utf8'),
      ];
    }

    it('writes a folder that mkdocs builds, and nothing beside it', async () => {
      const tree = await reader.readTree(url());
      expect(tree.etag).toBe('"7"');
      const dir = await tree.dir();
      expect(dir.startsWith(folder)).toBe(true);
      expect(await content(dir)).toEqual([MKDOCS, INDEX]);
      expect((await readdir(dir, { recursive: true })).sort()).toEqual([
        'docs',
        'docs/index.md',
        'mkdocs.yml',
      ]);
      expect(await readdir(folder)).toHaveLength(1);
    });

    it('writes into the folder that it is given, also over earlier files', async () => {
      const targetDir = await mkdtemp(join(folder, 'target-'));
      const tree = await reader.readTree(url());
      expect(await tree.dir({ targetDir })).toBe(targetDir);
      await tree.dir({ targetDir });
      expect(await content(targetDir)).toEqual([MKDOCS, INDEX]);
    });

    it('fails when it cannot write', async () => {
      const tree = await reader.readTree(url());
      const targetDir = join(folder, 'file');
      await (await reader.readTree(url())).dir({ targetDir });
      await expect(
        tree.dir({ targetDir: join(targetDir, 'mkdocs.yml') }),
      ).rejects.toThrow(/ENOTDIR|EEXIST/);
    });

    it('gives the files, and those only that the filter wants', async () => {
      const tree = await reader.readTree(url(), {
        filter: path => path.endsWith('.md'),
      });
      const files = await tree.files();
      expect(files.map(({ path }) => path)).toEqual(['docs/index.md']);
      expect((await files[0]?.content())?.toString()).toBe(INDEX);
    });

    it('gives an archive that tar reads', async () => {
      const tree = await reader.readTree(url());
      const target = await mkdtemp(join(folder, 'archive-'));
      await pipeline(await tree.archive(), extract({ cwd: target }));
      expect(await content(target)).toEqual([MKDOCS, INDEX]);
    });

    it('asks whether the card changed', async () => {
      await expect(reader.readTree(url(), { etag: '"7"' })).rejects.toThrow(
        expect.objectContaining({ name: 'NotModifiedError' }),
      );
    });
  });

  describe('search', () => {
    it('finds the one file', async () => {
      const { files, etag } = await reader.search(url());
      expect(etag).toBe('"7"');
      expect(files.map(file => file.url)).toEqual([url()]);
      expect((await files[0]?.content())?.toString()).toBe(CARD);
    });

    it('finds nothing where there is no card', async () => {
      expect(await reader.search(`${base}/modelcard?key=nope`)).toEqual({
        files: [],
        etag: '',
      });
    });

    it('does not take a failure for an absence', async () => {
      answer = (_, response) => response.writeHead(503).end();
      await expect(reader.search(url())).rejects.toThrow('HTTP 503');
    });
  });
});
