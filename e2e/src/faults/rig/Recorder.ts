import {
  ANNOTATION_LOCATION,
  type Entity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type {
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import { SOURCE, SOURCE_KEY } from '@model-catalog/common';
import type { Fields } from '../model/fields';
import { shownOf } from './shownOf';

/**
 * The catalog as a provider sees it: takes deltas as Backstage does (an added
 * entity replaces the one of its reference, a removed one goes if it is ours),
 * and leads them on to a real catalog, if there is one.
 */
export class Recorder implements EntityProviderConnection {
  readonly entities = new Map<string, Entity>();
  readonly shown = new Map<string, Fields>();
  mutations = 0;
  private failsNext = false;
  /** Where the location service is: the one thing in which two connectors may differ. */
  baseUrl = 'http://nowhere';
  /** The real catalog's connection. */
  next: EntityProviderConnection | undefined;
  /** Called before a mutation; what it throws is the catalog's answer. */
  onMutation: () => Promise<void> | void = () => {};
  /** Called when something changed. */
  onChange: () => void = () => {};

  async applyMutation(mutation: EntityProviderMutation): Promise<void> {
    await this.onMutation();
    if (mutation.type === 'full') {
      throw new Error('a full mutation removes what it does not name');
    }
    await this.next?.applyMutation(mutation);
    this.mutations += 1;
    let changed = false;
    for (const removed of mutation.removed) {
      const ref =
        'entityRef' in removed
          ? removed.entityRef
          : stringifyEntityRef(removed.entity);
      changed = this.drop(ref) || changed;
    }
    for (const { entity } of mutation.added) {
      changed = this.put(entity) || changed;
    }
    if (changed) {
      this.onChange();
    }
    if (this.failsNext) {
      this.failsNext = false;
      throw new Error('the connection to the database was lost');
    }
  }

  /** The next mutation is applied, and its caller hears of a failure. */
  failAfterNext(): void {
    this.failsNext = true;
  }

  async refresh() {}

  /** As somebody does who unregisters an entity by hand. */
  drop(ref: string): boolean {
    this.shown.delete(ref);
    return this.entities.delete(ref);
  }

  clear(): void {
    this.entities.clear();
    this.shown.clear();
  }

  async heldBy() {
    const known = new Map<string, { key?: string; source?: string }>();
    for (const [ref, { metadata }] of this.entities) {
      known.set(ref, {
        key: metadata.annotations?.[SOURCE_KEY],
        source: metadata.annotations?.[SOURCE],
      });
    }
    return known;
  }

  async locationsOf(refs: readonly string[]) {
    return new Map(
      refs.flatMap(ref => {
        const annotations = this.entities.get(ref)?.metadata.annotations;
        const location = annotations?.[ANNOTATION_LOCATION];
        return location === undefined ? [] : [[ref, location] as const];
      }),
    );
  }

  async stitched(refs: readonly string[]) {
    return new Set(refs.filter(ref => this.entities.has(ref)));
  }

  private put(entity: Entity): boolean {
    const ref = stringifyEntityRef(entity);
    const copy = structuredClone(entity);
    this.entities.set(ref, copy);
    const fields = shownOf(copy, this.baseUrl);
    const before = this.shown.get(ref);
    const isNew =
      before === undefined ||
      before.size !== fields.size ||
      [...fields].some(([path, value]) => before.get(path) !== value);
    if (isNew) {
      this.shown.set(ref, fields);
    }
    return isNew;
  }
}
