import type { SourceStatus } from '@model-catalog/common';
import { sourcesOf, type Issue } from '../../entities';
import type { Books, OpenBooks } from '../books/types';
import type { CatalogView } from '../catalog/CatalogReader';
import { compare } from '../catalog/compare';
import { Sender, type Unsent } from '../catalog/Sender';
import type { Texts } from '../catalog/Texts';
import { changedSources, nextHeld, type Held } from '../plan/heldSince';
import type { Rules } from '../plan/rules';
import type { Reporter } from '../Reporter';
import { Pass, type DraftContext, type PassResult } from './Pass';
import type { ShapeKeeper } from './ShapeKeeper';
import type { Touched } from './takeOver';
import type { CompareWhen, Targets } from './types';
import type { View } from './View';

export type FollowerOptions = {
  /** The provider's name: location key and location reference of its entities. */
  name: string;
  /** Names that it had before. */
  previous: readonly string[];
  books: Books;
  catalog: CatalogView;
  texts: (signal: AbortSignal) => Texts;
  reporter: Reporter;
  draft: DraftContext;
  shape: ShapeKeeper;
  /** How long a source must be incomplete until its entities say so, milliseconds. */
  heldAfterMs: number;
};

/** What is to be brought into the catalog. */
export type Work = {
  view: View;
  rules: Rules;
  sources: readonly SourceStatus[];
  /** Milliseconds since 1970 by the clock that told the states of the sources. */
  now: number;
  /** Where the view stands; absent for an old location service. */
  revision?: string;
  /**
   * What is to be looked at, by what the books say was followed last;
   * `undefined` to leave it for now, since another process is further.
   */
  scope: (cursor: OpenBooks['cursor']) => Touched | undefined;
  /** Whether the catalog is asked first what it holds. */
  compare: CompareWhen;
};

/**
 * What another process compared less than this ago is not compared again. At
 * a start it is short: replicas start together, and what the first has sent
 * takes the catalog a while to show.
 */
const COMPARED_LATELY_MS = {
  'at-start': 2 * 60_000,
  hourly: 50 * 60_000,
};

export type Followed =
  | ({
      kind: 'done';
      held: Held;
      /** Whether everything was looked at. */
      isWhole: boolean;
    } & PassResult)
  /** Another process is at it. */
  | { kind: 'busy' }
  /** Another process is further. */
  | { kind: 'behind' };

/** Brings what the location service says into the catalog: one at a time, in all processes. */
export class Follower {
  constructor(private readonly options: FollowerOptions) {}

  /** @throws when the catalog or the location service fails; what was done by then is in the books */
  async follow(
    targets: Targets,
    work: Work,
    signal: AbortSignal,
  ): Promise<Followed> {
    const { name, books } = this.options;
    const opened = await books.open(name, open =>
      this.followIn(open, { targets, signal, ...work }),
    );
    return opened?.value ?? { kind: 'busy' };
  }

  private async followIn(
    books: OpenBooks,
    work: Work & { targets: Targets; signal: AbortSignal },
  ): Promise<Followed> {
    const { targets, signal } = work;
    const { cursor } = books;
    const scope = work.scope(cursor);
    if (scope === undefined) {
      return { kind: 'behind' };
    }
    const isCompared = this.isCompareDue(work.compare, cursor);
    if (isCompared) {
      await this.compare(books);
    }
    const before = cursor?.held ?? {};
    const held = nextHeld({
      held: before,
      sources: work.sources,
      now: work.now,
      afterMs: this.options.heldAfterMs,
    });
    const unsent: Unsent[] = [];
    const pass = new Pass({
      ...work,
      held,
      books,
      draft: this.options.draft,
      shape: this.options.shape,
      sender: this.sender(books, targets, { signal, unsent }),
      signal,
    });
    const touched = isCompared
      ? 'all'
      : withSources(scope, work.view, changedSources(before, held));
    const result = await pass.run(touched);
    if (
      cursor?.revision !== work.revision ||
      changedSources(before, held).size > 0
    ) {
      books.moveTo({ revision: work.revision, held });
    }
    this.report(result, unsent);
    return {
      kind: 'done',
      held,
      isWhole: touched === 'all',
      ...withUnsent(result, unsent),
    };
  }

  private isCompareDue(when: CompareWhen, cursor: OpenBooks['cursor']) {
    if (when === 'always' || when === 'no') {
      return when === 'always';
    }
    // What came under another name must be taken over before anything is sent.
    const mustAdopt = when === 'at-start' && this.options.previous.length > 0;
    const age = cursor?.comparedAge ?? Infinity;
    return mustAdopt || age > COMPARED_LATELY_MS[when];
  }

  private async compare(books: OpenBooks) {
    const { name, previous, catalog, reporter } = this.options;
    const compared = await compare({
      books,
      catalog,
      location: name,
      previous,
    });
    books.compared();
    reporter.compared(compared);
  }

  private sender(
    books: OpenBooks,
    targets: Targets,
    { signal, unsent }: { signal: AbortSignal; unsent: Unsent[] },
  ) {
    const { name, previous, catalog, texts } = this.options;
    return new Sender({
      ...targets,
      name,
      books,
      catalog,
      isOwn: location => location === name || previous.includes(location),
      texts: texts(signal),
      onUnsent: one => unsent.push(one),
    });
  }

  private report(result: PassResult, unsent: readonly Unsent[]) {
    const { reporter } = this.options;
    for (const one of unsent) {
      if (one.why === 'conflict') {
        reporter.conflict(one.ref, one.location);
      }
    }
    reporter.applied(result);
  }
}

function withSources(
  scope: Touched,
  view: View,
  sources: ReadonlySet<string>,
): Touched {
  if (scope === 'all' || sources.size === 0) {
    return scope;
  }
  const keys = [...view.values()]
    .filter(record => sourcesOf(record).some(source => sources.has(source)))
    .map(({ key }) => key);
  return new Set([...scope, ...keys]);
}

function issueOf(unsent: Unsent): Issue[] {
  return unsent.why === 'conflict'
    ? []
    : [
        {
          ref: unsent.ref,
          field: 'spec.definition',
          message: `it stays as it is in the catalog, if it is there: ${unsent.message}`,
        },
      ];
}

function withUnsent(result: PassResult, unsent: readonly Unsent[]): PassResult {
  const issues = new Map(result.issues);
  for (const one of unsent) {
    issues.set(one.ref, [...(issues.get(one.ref) ?? []), ...issueOf(one)]);
  }
  const again = unsent.filter(({ why }) => why === 'no-text');
  return {
    ...result,
    issues,
    again: new Set([...result.again, ...again.map(({ key }) => key)]),
  };
}
