import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';

/**
 * Stands for a name that a provider had before. While somebody answers to the
 * name, the catalog does not remove at its start what came under it.
 */
export class PreviousProvider implements EntityProvider {
  private readonly connected: Promise<EntityProviderConnection>;
  private resolve: (target: EntityProviderConnection) => void = () => {};

  constructor(private readonly name: string) {
    this.connected = new Promise(resolve => {
      this.resolve = resolve;
    });
  }

  getProviderName(): string {
    return this.name;
  }

  async connect(target: EntityProviderConnection): Promise<void> {
    this.resolve(target);
  }

  /** Resolves once the catalog has connected it. */
  connection(): Promise<EntityProviderConnection> {
    return this.connected;
  }
}
