import {
  ANNOTATION_LOCATION,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type {
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { SOURCE, SOURCE_KEY } from '@model-catalog/common';
import type { Known } from '../provider/books/types';
import type { StitchedReader } from '../shape';
import type { CatalogView } from '../provider/catalog/CatalogReader';

const kindOf = (ref: string) => ref.split(':')[0] ?? '';

/** Holds entities as the catalog does, and records how they came. */
export class FakeCatalog
  implements EntityProviderConnection, CatalogView, StitchedReader
{
  readonly entities = new Map<string, Entity>();
  readonly mutations: EntityProviderMutation[] = [];
  /** Kinds, in small letters, that this catalog takes and never shows. */
  readonly refusedKinds = new Set<string>();
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

  /** Every entity of the test counts as the provider's, also one that does not say so. */
  async heldBy() {
    const known = new Map<string, Known>();
    for (const [ref, { metadata }] of this.entities) {
      known.set(ref, {
        key: metadata.annotations?.[SOURCE_KEY],
        source: metadata.annotations?.[SOURCE],
      });
    }
    return known;
  }

  async locationsOf(refs: readonly string[]) {
    const locations = new Map<string, string>();
    for (const ref of refs) {
      const entity = this.entities.get(ref);
      if (entity) {
        const { annotations } = entity.metadata;
        locations.set(ref, annotations?.[ANNOTATION_LOCATION] ?? '');
      }
    }
    return locations;
  }

  async stitched(refs: readonly string[]) {
    return new Set(
      refs.filter(
        ref => this.entities.has(ref) && !this.refusedKinds.has(kindOf(ref)),
      ),
    );
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
