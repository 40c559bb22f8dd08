import type { LoggerService } from '@backstage/backend-plugin-api';
import { ModelCatalogEntityProvider } from '@model-catalog/backstage-plugin-catalog-backend-module-model-catalog/src/provider/ModelCatalogEntityProvider';
import { DatabaseBooks } from '@model-catalog/backstage-plugin-catalog-backend-module-model-catalog/src/provider/books/DatabaseBooks';
import type { Knex } from 'knex';
import { delay, elapsed, passUntil } from '../clock';
import type { LeakWatch } from './LeakWatch';
import type { Recorder } from './Recorder';

export interface ProviderOptions {
  readonly url: string;
  readonly token: string;
  readonly recorder: Recorder;
  readonly leaks: LeakWatch;
  /** In which it keeps its books now. */
  readonly database: () => Knex;
}

/** Our provider in this process, again and again. */
export class ProviderProcess {
  readonly log: string[] = [];
  private provider: ModelCatalogEntityProvider | undefined;
  private gate = { open: true };

  constructor(private readonly options: ProviderOptions) {}

  async start(): Promise<void> {
    const { url, token, recorder } = this.options;
    const database = this.options.database();
    this.provider = new ModelCatalogEntityProvider({
      connection: {
        id: 'walk',
        baseUrl: url,
        token,
        listIntervalMs: 30_000,
        removalGuard: { maxSharePercent: 50, atLeast: 5 },
      },
      logger: this.logger(),
      catalog: recorder,
      books: new DatabaseBooks({ getDatabase: async () => database }),
      delay,
      now: elapsed,
    });
    const gate = { open: true };
    this.gate = gate;
    // One that was killed sends nothing more, and hears of nothing.
    await this.provider.connect({
      applyMutation: async mutation => {
        if (gate.open) {
          await recorder.applyMutation(mutation);
        }
        if (!gate.open) {
          throw new Error('this process has ended');
        }
      },
      refresh: async () => {},
    });
  }

  /** Ends it in the middle of whatever it does. */
  async kill(): Promise<void> {
    this.gate.open = false;
    await this.stop();
  }

  async stop(): Promise<void> {
    const { provider } = this;
    this.provider = undefined;
    if (provider) {
      await passUntil(provider.stop());
    }
  }

  private logger(): LoggerService {
    const write = (message: string, meta?: unknown) => {
      const line = `${message} ${JSON.stringify(meta ?? {})}`;
      this.options.leaks.look('log of the provider', line);
      this.log.push(line);
      if (this.log.length > 200) {
        this.log.shift();
      }
    };
    const logger: LoggerService = {
      error: write,
      warn: write,
      info: write,
      debug: write,
      child: () => logger,
    };
    return logger;
  }
}
