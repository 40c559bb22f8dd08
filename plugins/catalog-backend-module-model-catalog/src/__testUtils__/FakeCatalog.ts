import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import type {
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { SOURCE, SOURCE_KEY } from '@model-catalog/common';
import type { KnownReader } from '../provider/CatalogReader';
import type { Known } from '../provider/known';

/** Holds entities as the catalog does, and records how they came. */
export class FakeCatalog implements EntityProviderConnection, KnownReader {
  readonly entities = new Map<string, Entity>();
  readonly mutations: EntityProviderMutation[] = [];
  /** Thrown by the next mutation. */
  failure: Error | undefined;

  async applyMutation(mutation: EntityProviderMutation) {
    if (this.failure) {
      const { failure } = this;
      this.failure = undefined;
      throw failure;
    }
    this.mutations.push(mutation);
    if (mutation.type === 'full') {
      throw new Error('a full mutation removes what it does not name');
    }
    for (const removed of mutation.removed) {
      if ('entityRef' in removed) {
        this.entities.delete(removed.entityRef);
      }
    }
    for (const { entity } of mutation.added) {
      this.entities.set(stringifyEntityRef(entity), structuredClone(entity));
    }
  }

  async refresh() {}

  async read() {
    const known = new Map<string, Known>();
    for (const [ref, { metadata }] of this.entities) {
      known.set(ref, {
        key: metadata.annotations?.[SOURCE_KEY],
        source: metadata.annotations?.[SOURCE],
      });
    }
    return known;
  }

  refs(): string[] {
    return [...this.entities.keys()].sort();
  }

  get(ref: string): Entity {
    const entity = this.entities.get(ref);
    if (!entity) {
      throw new Error(`${ref} is not there, only ${this.refs().join(', ')}`);
    }
    return entity;
  }
}
