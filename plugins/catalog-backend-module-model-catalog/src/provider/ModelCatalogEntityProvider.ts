import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { HttpGetter, type Connection } from '@model-catalog/connection';
import { LocationClient } from '../client/LocationClient';
import type { KnownReader } from './CatalogReader';
import { Reporter } from './Reporter';
import { clockDelay, runLoop, type Delay } from './runLoop';
import { Sync } from './Sync';

/** What a {@link ModelCatalogEntityProvider} is made of. */
export type ProviderOptions = {
  connection: Connection;
  logger: LoggerService;
  knownReader: KnownReader;
  /** Whether the hub reads documentation from a URL. */
  hubReads?: (url: string) => boolean;
  delay?: Delay;
  now?: () => number;
};

/**
 * The name under which the catalog knows the entities of one entry. It is the
 * name that the connector of RHDH 1.8 to 1.10 used, so that its entities are
 * taken over; a changed name would wipe them.
 */
function providerName(id: string): string {
  return `ModelCatalogResourceEntityProvider:${id}`;
}

/** Keeps the catalog in step with one location service, from connect() to stop(). */
export class ModelCatalogEntityProvider implements EntityProvider {
  private readonly name: string;
  private readonly logger: LoggerService;
  private readonly reporter: Reporter;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(private readonly options: ProviderOptions) {
    this.name = providerName(options.connection.id);
    this.logger = options.logger.child({ target: this.name });
    this.reporter = new Reporter(this.logger, options.connection.id);
  }

  getProviderName(): string {
    return this.name;
  }

  async connect(target: EntityProviderConnection): Promise<void> {
    if (this.running) {
      throw new Error(`${this.name} is connected already`);
    }
    this.running = this.run(target);
  }

  /** Resolves when the last change is applied and the connections are closed. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(target: EntityProviderConnection): Promise<void> {
    const { connection, knownReader, delay, now } = this.options;
    const { reporter } = this;
    const client = new LocationClient(new HttpGetter(connection));
    const sync = new Sync({
      connection,
      name: this.name,
      client,
      knownReader,
      reporter,
      hubReads: this.options.hubReads,
      now: now ?? (() => performance.now()),
    });
    reporter.discovering(connection.baseUrl);
    try {
      await runLoop({
        work: signal => sync.poll(target, signal),
        onFailure: (error, failures) => reporter.failed(error, failures),
        onRecovery: failures => reporter.recovered(failures),
        delay: delay ?? clockDelay,
        signal: this.stopping.signal,
      });
    } finally {
      client.close();
    }
  }
}
