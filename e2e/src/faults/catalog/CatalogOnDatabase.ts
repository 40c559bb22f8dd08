import type {
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import type { Knex } from 'knex';
import { RealCatalog, type Seen } from './RealCatalog';

interface Opened {
  readonly database: Knex;
  readonly catalog: RealCatalog;
  readonly connection: EntityProviderConnection;
}

/** A real catalog with one provider, and its database, which may be lost. */
export class CatalogOnDatabase {
  /** Looks come one after the other. */
  private last: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly reopen: () => Promise<Opened>,
    private opened: Opened,
  ) {}

  /** @param provider - under whose id its provider is known */
  static async open(
    openDatabase: () => Knex,
    provider: string,
  ): Promise<CatalogOnDatabase> {
    const open = async () => {
      const database = openDatabase();
      const catalog = await RealCatalog.open(database);
      const connection = await catalog.connect(
        `ModelCatalogResourceEntityProvider:${provider}`,
      );
      return { database, catalog, connection };
    };
    return new CatalogOnDatabase(open, await open());
  }

  get database(): Knex {
    return this.opened.database;
  }

  /** Commits it as Backstage does; what the catalog shows then, where it differs. */
  async apply(mutation: EntityProviderMutation): Promise<Seen> {
    await this.opened.connection.applyMutation(mutation);
    return await this.look();
  }

  async unregister(ref: string): Promise<Seen> {
    await this.opened.catalog.unregister(ref);
    return await this.look();
  }

  /** An empty database takes the place of the one before. */
  async wipe(): Promise<void> {
    await this.close();
    this.opened = await this.reopen();
  }

  async close(): Promise<void> {
    await this.last;
    await this.opened.database.destroy();
  }

  private async look(): Promise<Seen> {
    const { catalog } = this.opened;
    const look = this.last.then(() => catalog.look());
    this.last = look.catch(() => undefined);
    return await look;
  }
}
