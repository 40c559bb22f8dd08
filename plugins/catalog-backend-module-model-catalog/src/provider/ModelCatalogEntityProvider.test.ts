import { mockServices } from '@backstage/backend-test-utils';
import { FakeCatalog } from '../__testUtils__/FakeCatalog';
import { LocationServer } from '../__testUtils__/LocationServer';
import { MemoryBooks } from '../__testUtils__/MemoryBooks';
import { modelRecord, snapshotOf } from '../__testUtils__/records';
import { waitFor } from '../__testUtils__/waitFor';
import { ModelCatalogEntityProvider } from './ModelCatalogEntityProvider';

// Servers, and Backstage's validators, on a machine that others use too.
jest.setTimeout(30_000);

const TOKEN = 'planted-token-90aa';

describe('ModelCatalogEntityProvider', () => {
  let server: LocationServer;
  let catalog: FakeCatalog;
  let provider: ModelCatalogEntityProvider;
  const logger = mockServices.logger.mock();

  beforeEach(async () => {
    jest.clearAllMocks();
    logger.child.mockReturnValue(logger);
    server = await LocationServer.start();
    catalog = new FakeCatalog();
    provider = new ModelCatalogEntityProvider({
      connection: {
        id: 'development',
        baseUrl: server.url,
        token: TOKEN,
        listIntervalMs: 1000,
        removalGuard: { maxSharePercent: 50, atLeast: 5 },
      },
      logger,
      catalog,
      books: new MemoryBooks(),
      // As quick as the loop can be: what it waits for is tested with the loop.
      delay: () => new Promise(resolve => setImmediate(resolve)),
    });
  });

  afterEach(async () => {
    await provider.stop();
    await server.stop();
  });

  it('has the name of the earlier connector, also in the log', () => {
    const name = 'ModelCatalogResourceEntityProvider:development';
    expect(provider.getProviderName()).toBe(name);
    expect(logger.child).toHaveBeenCalledWith({ target: name });
  });

  it('follows the location service from connect to stop', async () => {
    server.serve(snapshotOf('1', [modelRecord('a')]));
    await provider.connect(catalog);
    await waitFor(() => expect(catalog.refs()).toEqual(['resource:default/a']));
    server.serve(snapshotOf('2', [modelRecord('b')]));
    await waitFor(() => expect(catalog.refs()).toEqual(['resource:default/b']));
    await provider.stop();
    server.serve(snapshotOf('3', []));
    // A request of our own takes as long as one of the provider's would.
    await fetch(server.url);
    expect(catalog.refs()).toEqual(['resource:default/b']);
    expect(logger.info.mock.calls).toEqual([
      [`Discovering ResourceEntities from Model Server ${server.url}`],
      [
        'The catalog follows the model catalog',
        { added: 1, updated: 0, resent: 0, removed: 0, held: 0, skipped: 0 },
      ],
      [
        'The catalog follows the model catalog',
        { added: 1, updated: 0, resent: 0, removed: 1, held: 0, skipped: 0 },
      ],
    ]);
  });

  it('says once that it fails and once that it works again, without the token', async () => {
    server.answer(({ headers }) => ({
      status: 401,
      body: `no: ${headers.authorization}`,
    }));
    await provider.connect(catalog);
    await waitFor(() => expect(server.requests.length).toBeGreaterThan(3));
    server.serve(snapshotOf('1', [modelRecord('a')]));
    await waitFor(() => expect(catalog.refs()).toHaveLength(1));
    expect(logger.warn.mock.calls).toEqual([
      [
        'The model catalog cannot be followed; the catalog keeps what it has',
        {
          failures: 1,
          reason: expect.stringMatching(
            /^GET http.*\/api\/v1\/changes\?wait=25 failed: HTTP 401: no: Bearer \[redacted\]$/,
          ),
        },
      ],
    ]);
    await waitFor(() =>
      expect(logger.info).toHaveBeenCalledWith(
        'The model catalog is followed again',
        { failures: expect.any(Number) },
      ),
    );
    const { error, warn, info, debug } = logger;
    const all = [error, warn, info, debug].map(({ mock }) => mock.calls);
    expect(JSON.stringify(all)).not.toContain(TOKEN);
  });

  it('waits without a warning while the service is not ready', async () => {
    server.answer(() => ({ status: 503, headers: { 'retry-after': '1' } }));
    await provider.connect(catalog);
    await waitFor(() => expect(server.requests.length).toBeGreaterThan(3));
    expect(logger.warn).not.toHaveBeenCalled();
    expect(catalog.mutations).toEqual([]);
  });

  it('warns of a service that does not start, but not at once: containers start in any order', async () => {
    const { url } = server;
    await server.stop();
    const waited: { ms: number; warnings: number }[] = [];
    const starting = new ModelCatalogEntityProvider({
      connection: {
        id: 'starting',
        baseUrl: url,
        listIntervalMs: 1000,
        removalGuard: { maxSharePercent: 50, atLeast: 5 },
      },
      logger,
      catalog,
      books: new MemoryBooks(),
      delay: async ms => {
        waited.push({ ms, warnings: logger.warn.mock.calls.length });
      },
    });
    await starting.connect(catalog);
    await waitFor(() => expect(waited.length).toBeGreaterThan(31));
    await starting.stop();
    // Asked every second for half a minute.
    const quiet = new Array(30).fill({ ms: 1_000, warnings: 0 });
    expect(waited.slice(0, 30)).toEqual(quiet);
    expect(waited[30]).toEqual({ ms: 30_000, warnings: 1 });
    server = await LocationServer.start();
  });

  it('cannot be connected twice', async () => {
    await provider.connect(catalog);
    await expect(provider.connect(catalog)).rejects.toThrow(
      'is connected already',
    );
  });
});
