import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import { HttpGetter, type Connection } from '@model-catalog/connection';
import { LocationClient } from '../client/LocationClient';
import type { StitchedReader } from '../shape';
import type { Books } from './books/types';
import type { CatalogView } from './catalog/CatalogReader';
import { createSession } from './createSession';
import { PreviousProvider } from './PreviousProvider';
import { Reporter } from './Reporter';
import { clockDelay, runLoop, type Delay } from './runLoop';
import type { Session } from './session/Session';

/** What a {@link ModelCatalogEntityProvider} is made of. */
export type ProviderOptions = {
  connection: Connection;
  logger: LoggerService;
  catalog: CatalogView & StitchedReader;
  books: Books;
  /** Whether the hub reads documentation from a URL. */
  hubReads?: (url: string) => boolean;
  delay?: Delay;
  now?: () => number;
  /** How long a source must be incomplete until its entities say so; default two minutes. */
  heldAfterMs?: number;
};

/**
 * The name under which the catalog knows the entities of one entry. It is the
 * name that the connector of RHDH 1.8 to 1.10 used, so that its entities are
 * taken over; a changed name would wipe them.
 */
export function providerName(id: string): string {
  return `ModelCatalogResourceEntityProvider:${id}`;
}

/** Keeps the catalog in step with one location service, from connect() to stop(). */
export class ModelCatalogEntityProvider implements EntityProvider {
  /** Providers of the names that this one had before; the catalog must know them too. */
  readonly previous: readonly PreviousProvider[];
  private readonly name: string;
  private readonly logger: LoggerService;
  private readonly reporter: Reporter;
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private session: Session | undefined;

  constructor(private readonly options: ProviderOptions) {
    const { connection } = options;
    this.name = providerName(connection.id);
    this.logger = options.logger.child({ target: this.name });
    this.reporter = new Reporter(this.logger, connection.id);
    this.previous = (connection.previousIds ?? []).map(
      id => new PreviousProvider(providerName(id)),
    );
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

  /** Has what the catalog holds compared with what it was sent, within half a minute. */
  compareSoon() {
    this.session?.compareSoon();
  }

  /** Resolves when the last change is applied and the connections are closed. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(target: EntityProviderConnection): Promise<void> {
    const { connection, delay, books } = this.options;
    const { reporter } = this;
    const { signal } = this.stopping;
    const client = new LocationClient(new HttpGetter(connection));
    reporter.discovering(connection.baseUrl);
    // Makes the tables while the service may still be starting; what fails is said by the loop.
    void books.peek(this.name).catch(() => undefined);
    const session = createSession({
      ...this.options,
      name: this.name,
      previous: this.previous.map(one => one.getProviderName()),
      client,
      reporter,
    });
    this.session = session;
    try {
      await runLoop({
        work: async () => session.step(await this.targets(target), signal),
        onFailure: (error, failures) => reporter.failed(error, failures),
        onRecovery: failures => reporter.recovered(failures),
        delay: delay ?? clockDelay,
        signal,
      });
    } finally {
      client.close();
    }
  }

  private async targets(target: EntityProviderConnection) {
    const previous = this.previous.map(one => one.connection());
    return { target, previous: await Promise.all(previous) };
  }
}
