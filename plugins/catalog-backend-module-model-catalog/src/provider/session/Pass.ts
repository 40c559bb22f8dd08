import { setImmediate } from 'node:timers/promises';
import { whyInvalid, withStandingRelations, type Issue } from '../../entities';
import type { KnownEntities, OpenBooks } from '../books/types';
import type { Sender, Sent } from '../catalog/Sender';
import { decideAbsence, type Absence } from '../plan/absence';
import { draftRecords, type RecordDraft } from '../plan/draftRecords';
import { hashOf } from '../plan/hash';
import { firstHeld, withHeldSince, type Held } from '../plan/heldSince';
import type { Rules } from '../plan/rules';
import { KnownOnes } from './KnownOnes';
import type { ShapeKeeper } from './ShapeKeeper';
import type { Touched } from './takeOver';
import { together } from './together';
import type { View } from './View';

/** Records that are drafted at a time: the backend has other work in between. */
const BATCH = 200;

/** What all entities of one provider have in common. */
export type DraftContext = Omit<
  Parameters<typeof draftRecords>[2],
  'kept' | 'refs' | 'forms'
>;

export type PassOptions = {
  view: View;
  rules: Rules;
  held: Held;
  books: OpenBooks;
  sender: Sender;
  draft: DraftContext;
  shape: ShapeKeeper;
  signal: AbortSignal;
};

export type PassResult = {
  sent: Sent;
  /** Entities that stay as they are although the answer does not bear them out. */
  heldBack: number;
  /** The part of them that the answer does not have, though it could be read. */
  absent: readonly string[];
  /** Entities that could not be made, and of which no earlier version stands. */
  skipped: number;
  /** Removals that the guard refused. */
  refused: number;
  /** Removals that wait because a list lacks so much at once. */
  waiting: number;
  /** By the entity's reference; empty for those that have none any more. */
  issues: ReadonlyMap<string, readonly Issue[]>;
  /** Keys of records that must be looked at again. */
  again: ReadonlySet<string>;
};

/**
 * Goes through some records, or all, and sends what is not in the catalog as
 * it should be. No more than a few deltas of entities are in memory at a time.
 */
export class Pass {
  private readonly known: KnownOnes;
  private absence: Absence = {
    removed: [],
    kept: [],
    absent: [],
    refused: 0,
    waiting: 0,
  };
  private gone = new Set<string>();
  /** Entities whose successor in another shape stands. */
  private readonly replaced = new Set<string>();
  private kept = new Set<string>();
  private readonly issues = new Map<string, Issue[]>();
  /** Entities that were left out, with the keys of their records. */
  private readonly left = new Map<string, string>();

  constructor(private readonly options: PassOptions) {
    this.known = new KnownOnes(options.books);
  }

  async run(touched: Touched): Promise<PassResult> {
    try {
      return await this.runAll(touched);
    } finally {
      // Whoever comes next must find nothing of this on its way.
      await this.options.sender.ended();
    }
  }

  private async runAll(touched: Touched): Promise<PassResult> {
    const { view, sender, shape } = this.options;
    const keys =
      touched === 'all'
        ? together(view, BATCH)
        : [...touched].filter(key => view.get(key));
    if (touched === 'all') {
      const known = await this.known.readAll();
      shape.begin(view, known);
      this.decideAbsence(known);
    } else {
      await this.known.read(this.around(touched, keys));
      this.decideAbsence(new Map(this.known.ofKeys(touched)));
    }
    await this.draftAll(keys);
    // Nobody may relate to what turned out not to stand.
    const around = [...this.left.values()].flatMap(key =>
      view.neighboursOf(key),
    );
    await this.draftAll([...new Set(around)].filter(key => view.get(key)));
    await sender.remove([...this.absence.removed, ...this.replaced], ref =>
      this.known.get(ref),
    );
    return this.result();
  }

  /** All that some records have to do with, to be looked up at once. */
  private around(touched: Iterable<string>, keys: readonly string[]) {
    const { view } = this.options;
    return {
      keys: [
        ...new Set([
          ...touched,
          ...keys.flatMap(key => view.neighboursOf(key)),
        ]),
      ],
      refs: keys.flatMap(key => view.refsOfKey(key)),
    };
  }

  private result(): PassResult {
    const { sender } = this.options;
    const { kept, absent, refused, waiting } = this.absence;
    const left = [...this.left.keys()];
    const skipped = left.filter(ref => !this.known.has(ref)).length;
    return {
      sent: sender.sent,
      heldBack: kept.length + left.length - skipped,
      absent,
      skipped,
      refused,
      waiting,
      issues: this.issues,
      again: new Set(),
    };
  }

  private decideAbsence(known: KnownEntities) {
    const { view, rules } = this.options;
    const present = { has: (ref: string) => view.ownerOf(ref) !== undefined };
    this.absence = decideAbsence({ known, present, ...rules });
    this.gone = new Set(this.absence.removed);
    this.kept = new Set(this.absence.kept);
  }

  private async draftAll(keys: readonly string[]) {
    const { signal, sender } = this.options;
    for (let start = 0; start < keys.length; start += BATCH) {
      signal.throwIfAborted();
      await this.draftSome(keys.slice(start, start + BATCH));
      await setImmediate();
    }
    await sender.flush();
  }

  private async draftSome(keys: readonly string[]) {
    const { view, draft } = this.options;
    const around = new Set([
      ...keys,
      ...keys.flatMap(key => view.neighboursOf(key)),
    ]);
    const kept = await this.keptAmong([...around]);
    const forms = this.chooseForms(keys, around);
    const made = draftRecords(keys, view, { ...draft, kept, forms });
    const drafts = made.drafts.filter(({ ref }) => !this.kept.has(ref));
    for (const ref of [
      ...made.drafts.map(one => one.ref),
      ...made.failed.keys(),
    ]) {
      this.issues.set(ref, this.issues.get(ref) ?? []);
    }
    for (const issue of made.issues) {
      this.issues.get(issue.ref)?.push(issue);
    }
    await this.known.read({
      refs: [...drafts.map(({ ref }) => ref), ...made.failed.keys()],
    });
    for (const [ref, key] of made.failed) {
      this.left.set(ref, key);
    }
    for (const one of drafts) {
      await this.consider(one);
    }
  }

  /** In which shapes these servers are drafted; those around them only show it. */
  private chooseForms(keys: readonly string[], around: ReadonlySet<string>) {
    const { view, shape } = this.options;
    const recordsOf = (some: Iterable<string>) =>
      [...some].flatMap(key => view.get(key) ?? []);
    const { known } = this;
    const own = shape.choose(recordsOf(keys), known);
    for (const ref of own.replaced) {
      this.replaced.add(ref);
    }
    for (const issue of own.issues) {
      this.issues.set(issue.ref, [issue]);
    }
    shape.waitFor(own.pending);
    const others = new Set(around);
    for (const key of keys) {
      others.delete(key);
    }
    const beside = shape.choose(recordsOf(others), known);
    return new Map([...beside.forms, ...own.forms]);
  }

  /** What is not in the answer, but stays in the catalog, by its key. */
  private async keptAmong(
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const { view } = this.options;
    await this.known.read({ keys });
    const missing = keys.filter(key => view.get(key) === undefined);
    const kept = new Map<string, string>();
    for (const [ref, { key }] of this.known.ofKeys(missing)) {
      if (key !== undefined && !ref.startsWith('api:')) {
        kept.set(key, ref);
      }
    }
    return kept;
  }

  private stands(ref: string): boolean {
    if (this.left.has(ref)) {
      return this.known.has(ref);
    }
    const { view } = this.options;
    return (
      view.ownerOf(ref) !== undefined ||
      (this.known.has(ref) && !this.gone.has(ref))
    );
  }

  private async consider(draft: RecordDraft) {
    const { held, sender, view } = this.options;
    const { ref, key, source, beside = [] } = draft;
    const owner = view.ownerOf(ref);
    if (owner !== key) {
      const message = `${key} is left out: ${owner} has this name already`;
      this.issues.get(ref)?.push({ ref, field: 'metadata.name', message });
      return;
    }
    const reason = await whyInvalid(draft.entity);
    if (reason !== undefined) {
      const message = `the catalog would refuse it, so it is left out: ${reason}`;
      this.issues.get(ref)?.push({ ref, field: 'entity', message });
      this.left.set(ref, key);
      return;
    }
    const standing = { has: (other: string) => this.stands(other) };
    const entity = withHeldSince(
      withStandingRelations(draft.entity, standing),
      firstHeld(held, [source, ...beside]),
    );
    const hash = hashOf(entity);
    const known = this.known.get(ref);
    if (known?.conflict === undefined && known?.hash !== hash) {
      await sender.add({ ...draft, entity, hash }, known);
      this.known.set(ref, { ...known, key, source, hash });
    }
  }
}
