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
import type { CatalogOnDatabase } from '../catalog/CatalogOnDatabase';
import type { Fields } from '../model/fields';
import { underWay } from './inFlight';
import { shownOf } from './shownOf';

type DeltaMutation = Extract<EntityProviderMutation, { type: 'delta' }>;

/**
 * The catalog as a provider sees it. With a real one behind, mutations are
 * committed there, and what is shown is what it has stitched; without, deltas
 * are taken as Backstage does (an added entity replaces the one of its
 * reference, a removed one goes).
 */
export class Recorder implements EntityProviderConnection {
  readonly entities = new Map<string, Entity>();
  readonly shown = new Map<string, Fields>();
  mutations = 0;
  private failsNext = false;
  /** Where the location service is: the one thing in which two connectors may differ. */
  baseUrl = 'http://nowhere';
  /** Called before a mutation; what it throws is the catalog's answer. */
  onMutation: () => Promise<void> | void = () => {};
  /** Called when something changed. */
  onChange: () => void = () => {};

  constructor(private readonly catalog?: CatalogOnDatabase) {}

  async applyMutation(mutation: EntityProviderMutation): Promise<void> {
    await this.onMutation();
    if (mutation.type === 'full') {
      throw new Error('a full mutation removes what it does not name');
    }
    this.mutations += 1;
    await underWay(() => this.commit(mutation));
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
  async unregister(ref: string): Promise<void> {
    await underWay(async () => {
      const seen = await this.catalog?.unregister(ref);
      this.show(seen?.changed ?? [], seen?.gone ?? [ref]);
    });
  }

  /** Its database is gone, with all that was in it. */
  async wipe(): Promise<void> {
    await this.catalog?.wipe();
    this.entities.clear();
    this.shown.clear();
  }

  /** As nobody may: an entity is not shown any more. */
  drop(ref: string): boolean {
    this.shown.delete(ref);
    return this.entities.delete(ref);
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

  private async commit(mutation: DeltaMutation): Promise<void> {
    const { catalog } = this;
    if (catalog) {
      const { changed, gone } = await catalog.apply(mutation);
      this.show(changed, gone);
    } else {
      this.show(
        mutation.added.map(({ entity }) => structuredClone(entity)),
        mutation.removed.map(one =>
          'entityRef' in one ? one.entityRef : stringifyEntityRef(one.entity),
        ),
      );
    }
  }

  private show(changed: readonly Entity[], gone: readonly string[]): void {
    const isGone = gone.map(ref => this.drop(ref)).includes(true);
    const isNew = changed.map(entity => this.put(entity)).includes(true);
    if (isGone || isNew) {
      this.onChange();
    }
  }

  private put(entity: Entity): boolean {
    const ref = stringifyEntityRef(entity);
    this.entities.set(ref, entity);
    const fields = shownOf(entity, this.baseUrl);
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
