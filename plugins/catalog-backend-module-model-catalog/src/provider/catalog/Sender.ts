import type { EntityProviderConnection } from '@backstage/plugin-catalog-node';
import { markedDigest } from '@model-catalog/common';
import type { Entity } from '@backstage/catalog-model';
import type { Known, OpenBooks } from '../books/types';
import { whyTooLarge } from '../plan/limits';
import type { RecordDraft } from '../plan/draftRecords';
import type { CatalogView } from './CatalogReader';
import type { Texts } from './Texts';

/** Entities in one mutation: each one is a transaction, and holds locks for as long. */
const MAX_MUTATION = 500;
/** The bytes of JSON in one mutation, beyond which no further entity joins. */
const MAX_MUTATION_BYTES = 32 * 1024 * 1024;
/** An entity to send, its long text still named by its digest. */
export type Upsert = RecordDraft & { hash: string };

/** An entity that was not sent, and why. */
export type Unsent = Pick<Upsert, 'ref' | 'key'> &
  (
    | { why: 'too-large'; message: string }
    | { why: 'no-text'; message: string }
    | { why: 'conflict'; location: string }
  );

/** What was done, by number of entities. */
export type Sent = {
  added: number;
  updated: number;
  /** Of which it was not known what the catalog has. */
  resent: number;
  removed: number;
};

export type SenderOptions = {
  /** Provider name: the location key of what is new. */
  name: string;
  target: EntityProviderConnection;
  /** Of the names that this provider had before; they still hold what was not sent again. */
  previous: readonly EntityProviderConnection[];
  books: OpenBooks;
  catalog: Pick<CatalogView, 'locationsOf'>;
  /** Locations that are this provider's. */
  isOwn: (location: string) => boolean;
  texts: Texts;
  onUnsent: (unsent: Unsent) => void;
};

type Item = { upsert: Upsert; known: Known | undefined };
type Whole = Item & { entity: Entity; bytes: number };

function countAs(known: Known | undefined): 'added' | 'updated' | 'resent' {
  if (known === undefined) {
    return 'added';
  }
  return known.hash === undefined ? 'resent' : 'updated';
}

/**
 * Sends entities to the catalog in small deltas; the only place that does.
 *
 * Before each delta the books say that these entities may be there, after it
 * what was sent. So whenever this ends, even by a crash, the books name at
 * least what the catalog has, and claim to know no more than is true.
 *
 * Some deltas are on their way at a time, in no order. Whoever gives the books
 * back must wait for them: {@link Sender.ended}.
 */
export class Sender {
  readonly sent: Sent = { added: 0, updated: 0, resent: 0, removed: 0 };
  private waiting: Item[] = [];

  private readonly lanes = new Set<Promise<void>>();
  private readonly failures: unknown[] = [];

  constructor(private readonly options: SenderOptions) {}

  async add(upsert: Upsert, known: Known | undefined) {
    this.waiting.push({ upsert, known });
    if (this.waiting.length >= MAX_MUTATION) {
      await this.dispatch();
    }
  }

  /** Resolves when everything was sent. */
  async flush() {
    if (this.waiting.length > 0) {
      await this.dispatch();
    }
    await this.ended();
    this.throwFailure();
  }

  /** Resolves when nothing is on its way any more, whatever became of it. */
  async ended() {
    await Promise.all(this.lanes);
  }

  /** Lets what waits go, as soon as there is a lane. */
  private async dispatch() {
    const items = this.waiting;
    this.waiting = [];
    while (this.lanes.size >= this.options.books.lanes) {
      await Promise.race(this.lanes);
    }
    this.throwFailure();
    const lane = this.deliver(items)
      .catch(error => {
        this.failures.push(error);
      })
      .finally(() => this.lanes.delete(lane));
    this.lanes.add(lane);
  }

  private throwFailure() {
    if (this.failures.length > 0) {
      throw this.failures[0];
    }
  }

  private async deliver(all: readonly Item[]) {
    const items = await this.withoutConflicts(all);
    let batch: Whole[] = [];
    let bytes = 0;
    for await (const whole of this.filledIn(items)) {
      if (bytes + whole.bytes > MAX_MUTATION_BYTES && batch.length > 0) {
        await this.send(batch);
        batch = [];
        bytes = 0;
      }
      batch.push(whole);
      bytes += whole.bytes;
    }
    if (batch.length > 0) {
      await this.send(batch);
    }
  }

  async remove(
    refs: readonly string[],
    known: (ref: string) => Known | undefined,
  ) {
    const { target, previous, books, name } = this.options;
    for (let start = 0; start < refs.length; start += MAX_MUTATION) {
      const chunk = refs.slice(start, start + MAX_MUTATION);
      // What is somebody else's was never ours to remove.
      const ours = chunk.filter(ref => known(ref)?.conflict === undefined);
      const removed = ours.map(entityRef => ({
        entityRef,
        locationKey: known(entityRef)?.locationKey ?? name,
      }));
      await books.check();
      // Each removes only what it owns itself.
      for (const owner of ours.length > 0 ? [target, ...previous] : []) {
        await owner.applyMutation({ type: 'delta', added: [], removed });
      }
      await books.remove(chunk);
      this.sent.removed += ours.length;
    }
  }

  /** Leaves out what somebody else has already, which the catalog would refuse with a warning each time. */
  private async withoutConflicts(items: readonly Item[]): Promise<Item[]> {
    const { catalog, books, isOwn, onUnsent } = this.options;
    const refs = items.flatMap(({ upsert, known }) =>
      known === undefined ? [upsert.ref] : [],
    );
    if (refs.length === 0) {
      return [...items];
    }
    // It is asked in the database: the catalog's API would read them whole.
    const taken = await books.takenIn(refs);
    const asked = taken ? refs.filter(ref => taken.has(ref)) : refs;
    if (asked.length === 0) {
      return [...items];
    }
    const locations = await catalog.locationsOf(asked);
    const conflicts = new Map<string, Known>();
    const free = items.filter(({ upsert: { ref, key, source }, known }) => {
      const location = known === undefined ? locations.get(ref) : undefined;
      if (location === undefined || isOwn(location)) {
        return true;
      }
      conflicts.set(ref, { key, source, conflict: location });
      onUnsent({ ref, key, why: 'conflict', location });
      return false;
    });
    await books.put(conflicts);
    return free;
  }

  /** Puts the long texts in; leaves out what cannot be sent. */
  private async *filledIn(items: readonly Item[]): AsyncGenerator<Whole> {
    const { texts, onUnsent } = this.options;
    for (const [index, item] of items.entries()) {
      const { upsert } = item;
      const { ref, key } = upsert;
      const digest = digestIn(upsert.entity);
      const text =
        digest === undefined
          ? undefined
          : await texts.get(digest, () =>
              items
                .slice(index)
                .flatMap(next => digestIn(next.upsert.entity) ?? []),
            );
      if (digest !== undefined && text === undefined) {
        const message = `the location service does not have its API definition ${digest.slice(
          0,
          12,
        )} now`;
        onUnsent({ ref, key, why: 'no-text', message });
        continue;
      }
      const { entity, bytes } =
        digest === undefined || text === undefined
          ? plain(upsert)
          : texts.fillIn(upsert, digest, text);
      const message = whyTooLarge(entity, bytes);
      if (message === undefined) {
        yield { ...item, entity, bytes };
      } else {
        onUnsent({ ref, key, why: 'too-large', message });
      }
    }
  }

  private async send(batch: readonly Whole[]) {
    const { target, books, name } = this.options;
    const rows = (withHash: boolean) =>
      new Map(
        batch.map(({ upsert: { ref, key, source, hash }, known }) => [
          ref,
          {
            key,
            source,
            locationKey: known?.locationKey,
            ...(withHash && { hash }),
          },
        ]),
      );
    await Promise.all([books.put(rows(false)), books.check()]);
    await target.applyMutation({
      type: 'delta',
      added: batch.map(({ entity, known }) => ({
        entity,
        locationKey: known?.locationKey ?? name,
      })),
      removed: [],
    });
    await books.put(rows(true));
    for (const { known } of batch) {
      this.sent[countAs(known)] += 1;
    }
  }
}

const plain = ({ entity }: Upsert) => ({
  entity,
  bytes: Buffer.byteLength(JSON.stringify(entity)),
});

function digestIn({ spec }: Entity): string | undefined {
  const { definition } = spec ?? {};
  return typeof definition === 'string' ? markedDigest(definition) : undefined;
}
