import { mockServices } from '@backstage/backend-test-utils';
import { HttpGetter } from '@model-catalog/connection';
import { LocationClient } from '../client/LocationClient';
import { Reporter } from '../provider/Reporter';
import { Sync } from '../provider/Sync';
import { FakeCatalog } from './FakeCatalog';
import { LocationServer } from './LocationServer';

/** The provider name under which the harness writes. */
export const PROVIDER = 'ModelCatalogResourceEntityProvider:test';

/** One provider's work, step by step: a real location server, a catalog that records. */
export class SyncHarness {
  readonly catalog = new FakeCatalog();
  readonly logger = mockServices.logger.mock();
  /** What the clock says, in milliseconds. */
  time = 0;
  private readonly signal = new AbortController().signal;
  private client: LocationClient | undefined;
  private sync: Sync | undefined;

  private constructor(readonly server: LocationServer) {}

  static async start(): Promise<SyncHarness> {
    const harness = new SyncHarness(await LocationServer.start());
    harness.restart();
    return harness;
  }

  /** A new process: everything remembered is lost, the catalog is not. */
  restart() {
    this.client?.close();
    const connection = {
      id: 'test',
      baseUrl: this.server.url,
      listIntervalMs: 30_000,
      removalGuard: { maxSharePercent: 50, atLeast: 5 },
    };
    this.client = new LocationClient(new HttpGetter(connection));
    this.sync = new Sync({
      connection,
      name: PROVIDER,
      client: this.client,
      knownReader: this.catalog,
      reporter: new Reporter(this.logger, 'test'),
      now: () => this.time,
    });
  }

  async poll(): Promise<number | undefined> {
    return this.sync?.poll(this.catalog, this.signal);
  }

  /** Entities added and removed by each mutation so far. */
  sizes(): number[][] {
    return this.catalog.mutations.map(mutation =>
      mutation.type === 'delta'
        ? [mutation.added.length, mutation.removed.length]
        : [],
    );
  }

  async stop() {
    this.client?.close();
    await this.server.stop();
  }
}
