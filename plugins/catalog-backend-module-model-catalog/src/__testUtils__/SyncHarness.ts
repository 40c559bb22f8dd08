import { mockServices } from '@backstage/backend-test-utils';
import { HttpGetter, type Connection } from '@model-catalog/connection';
import { LocationClient } from '../client/LocationClient';
import { Reporter } from '../provider/Reporter';
import { createSession } from '../provider/createSession';
import type { Session } from '../provider/session/Session';
import { deltaLinesOf } from './changesLines';
import { FakeCatalog } from './FakeCatalog';
import { LocationServer } from './LocationServer';
import { MemoryBooks } from './MemoryBooks';
import { snapshotOf } from './records';

type States = Parameters<typeof snapshotOf>[2];

/** The provider name under which the harness writes. */
export const PROVIDER = 'ModelCatalogResourceEntityProvider:test';

/** One provider's work, step by step: a real location server, a catalog that records. */
export class SyncHarness {
  readonly logger = mockServices.logger.mock();
  /** What the clock says, in milliseconds. */
  time = 0;
  private readonly signal = new AbortController().signal;
  private client: LocationClient | undefined;
  private session: Session | undefined;

  private constructor(
    readonly server: LocationServer,
    readonly catalog: FakeCatalog,
    readonly books: MemoryBooks,
  ) {
    this.restart();
  }

  static async start(): Promise<SyncHarness> {
    return new SyncHarness(
      await LocationServer.start(),
      new FakeCatalog(),
      new MemoryBooks(),
    );
  }

  /** Of the entry, for processes that start from now on. */
  settings: Partial<Connection> = {};

  /** What the hub says of documentation, likewise. */
  hubReads?: (url: string) => boolean;

  /** A second process that follows the same service into the same catalog. */
  replica(): SyncHarness {
    return new SyncHarness(this.server, this.catalog, this.books);
  }

  /** A new process: what is remembered is lost, catalog and books are not. */
  restart() {
    this.client?.close();
    const connection = {
      id: 'test',
      baseUrl: this.server.url,
      listIntervalMs: 30_000,
      removalGuard: { maxSharePercent: 50, atLeast: 5 },
      ...this.settings,
    };
    this.client = new LocationClient(new HttpGetter(connection));
    this.session = createSession({
      connection,
      name: PROVIDER,
      previous: [],
      client: this.client,
      hubReads: url => this.hubReads?.(url) ?? true,
      catalog: this.catalog,
      books: this.books,
      reporter: new Reporter(this.logger, 'test'),
      now: () => this.time,
    });
  }

  async poll(): Promise<number | undefined> {
    return this.session?.step(
      { target: this.catalog, previous: [] },
      this.signal,
    );
  }

  compareSoon() {
    this.session?.compareSoon();
  }

  /** Serves what changed since a revision, and polls. */
  async change(
    revision: string,
    changes: Parameters<typeof deltaLinesOf>[2],
    { since = '1', states = {} }: { since?: string; states?: States } = {},
  ) {
    const world = snapshotOf(revision, [], states);
    this.server.serveLines(
      `"${revision}"`,
      deltaLinesOf(world, since, changes),
    );
    return this.poll();
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
