import type { SourceStatus } from '@model-catalog/common';
import type { Connection } from '@model-catalog/connection';
import type { LocationClient, Position } from '../../client/LocationClient';
import type { ReadChanges } from '../../client/ChangesReader';
import type { Issue } from '../../entities';
import type { Books } from '../books/types';
import { changedSources, nextHeld, type Held } from '../plan/heldSince';
import { rulesOfChanges } from '../plan/rules';
import type { Reporter } from '../Reporter';
import type { Followed, Follower } from './Follower';
import { NOT_REACHED, Outage } from './Outage';
import { Progress } from './Progress';
import type { ShapeKeeper } from './ShapeKeeper';
import type { Step, StepResult } from './step';
import { takeOver, type Touched } from './takeOver';
import type { Targets } from './types';
import { View, type RefsOf } from './View';

/** Between two changes: others in the backend want their turn. */
const AFTER_CHANGE_MS = 250;
/** While another process is at it, or this one waits for what it has not got. */
const RETRY_MS = 1_000;
/** A service that answers long polls at once, or gives no tag, is not asked more often than this. */
const NO_LONG_POLL_MS = 25_000;
/** A poll that took at least this long was a long one. */
const LONG_MS = 1_000;
/** Short ones in a row after which a service is taken for one that does not let wait. */
const MAX_SHORT = 2;

export type ChangesOptions = {
  name: string;
  connection: Pick<Connection, 'removalGuard'>;
  client: Pick<LocationClient, 'changes'>;
  follower: Follower;
  books: Pick<Books, 'peek'>;
  reporter: Reporter;
  refsOf: RefsOf;
  shape: ShapeKeeper;
  heldAfterMs: number;
  /** Milliseconds since some moment in the past. */
  now: () => number;
};

function union(a: Touched, b: Touched): Touched {
  return a === 'all' || b === 'all' ? 'all' : new Set([...a, ...b]);
}

/**
 * Follows a location service that tells what changed. What it remembers may
 * be lost: then everything is read once, and compared with the books.
 */
export class ChangesSession {
  private readonly view: View;
  private readonly progress = new Progress();
  private readonly outage: Outage;
  private position: Position | undefined;
  /** Long polls in a row that brought nothing, and were short. */
  private short = 0;
  /** What is to be looked at still. */
  private touched: Touched = 'all';
  private readonly gone = new Set<string>();
  private removed: readonly string[] = [];
  private sources: readonly SourceStatus[] = [];
  /** What the service's clock said, and when that was by ours. */
  private clock = { told: 0, at: 0 };
  private held: Held = {};
  /** Of entities that have any. */
  private readonly issues = new Map<string, readonly Issue[]>();
  private hasAbsent = false;

  constructor(private readonly options: ChangesOptions) {
    this.view = new View(options.refsOf);
    this.outage = new Outage(options.heldAfterMs);
  }

  async step({ targets, signal, compare }: Step): Promise<StepResult> {
    const { now } = this.options;
    const startedAt = now();
    const answer = await this.ask({ targets, signal, compare });
    if (answer.kind === 'no-such-endpoint') {
      return answer;
    }
    if (answer.kind === 'changes') {
      this.take(answer.changes);
      this.position = {
        revision: answer.changes.revision,
        etag: answer.etag,
      };
    }
    this.outage.answered(now(), this.serviceTime);
    const isMisled = answer.kind !== 'changes' && (await this.lookAround());
    await this.askForShapes();
    const isDue = isMisled || this.isHeldDue() || compare !== 'no';
    if (this.isSettled && !isDue) {
      const isShort = answer.kind !== 'changes' && now() - startedAt < LONG_MS;
      return this.next(this.paced(this.untilNextPoll(isShort)));
    }
    const followed = await this.follow(targets, compare, signal);
    return followed.kind === 'done'
      ? this.next(this.paced(AFTER_CHANGE_MS), true)
      : this.next(RETRY_MS);
  }

  private async ask({ targets, signal, compare }: Step) {
    const { client } = this.options;
    const wait = this.isSettled && compare === 'no' && !this.isAskedSoon();
    try {
      return await client.changes(this.position, { signal, wait });
    } catch (error) {
      // What the service fails with is what is told.
      await this.failed(targets, signal).catch(() => undefined);
      throw error;
    }
  }

  /** A change that came and went ends one long poll early, and says nothing of the service. */
  private untilNextPoll(isShort: boolean): number {
    this.short = isShort ? this.short + 1 : 0;
    if (this.short === 0) {
      return 0;
    }
    return this.short < MAX_SHORT ? RETRY_MS : NO_LONG_POLL_MS;
  }

  private next(nextMs: number, compared = false): StepResult {
    const asked = this.options.shape.untilNext(this.options.now());
    return {
      kind: 'followed',
      nextMs: Math.min(nextMs, asked ?? nextMs),
      compared,
    };
  }

  /** Whether the catalog is to be asked before a long poll would be over. */
  private isAskedSoon(): boolean {
    const { shape, now } = this.options;
    return (shape.untilNext(now()) ?? Infinity) < NO_LONG_POLL_MS;
  }

  private async askForShapes() {
    const { shape, now } = this.options;
    if (shape.untilNext(now()) === 0) {
      this.touched = union(this.touched, await shape.ask(this.view, now()));
    }
  }

  private get isSettled(): boolean {
    return this.touched !== 'all' && this.touched.size === 0;
  }

  private paced(ms: number): number {
    const canWait = this.position?.etag !== undefined;
    return canWait ? ms : Math.max(ms, NO_LONG_POLL_MS);
  }

  private take(changes: ReadChanges) {
    const { reporter, now } = this.options;
    const touched = takeOver(this.view, changes);
    for (const key of changes.gone) {
      this.gone.add(key);
    }
    for (const { key } of changes.records) {
      this.gone.delete(key);
    }
    this.touched = union(
      this.touched,
      this.hasAbsent && this.sourcesDiffer(changes.sources) ? 'all' : touched,
    );
    // An answer with changes only does not repeat what the one before decided.
    this.removed =
      changes.since === undefined
        ? changes.removed
        : [...this.removed, ...changes.removed];
    this.sources = changes.sources;
    this.clock = { told: Date.parse(changes.generatedAt), at: now() };
    this.progress.saw(changes.revision);
    this.short = 0;
    reporter.sources(changes.sources);
    if (changes.bad.length > 0) {
      this.reportProblems();
    }
  }

  private reportProblems() {
    this.options.reporter.problems({
      issues: [...this.issues.values()].flat(),
      bad: [...this.view.bad.values(), ...this.view.unknown],
      failed: [],
    });
  }

  /** What is absent may be removed when its source has another state. */
  private sourcesDiffer(sources: readonly SourceStatus[]): boolean {
    const text = (all: readonly SourceStatus[]) =>
      all.map(({ id, state }) => `${id} ${state}`).join('\n');
    return text(sources) !== text(this.sources);
  }

  private get serviceTime(): number {
    return this.clock.told + (this.options.now() - this.clock.at);
  }

  private isHeldDue(): boolean {
    const { heldAfterMs: afterMs } = this.options;
    const { held, sources } = this;
    const next = nextHeld({ held, sources, now: this.serviceTime, afterMs });
    return changedSources(held, next).size > 0;
  }

  /**
   * Nothing new here; whether another process changed the catalog.
   *
   * @returns whether one says that the service is not reached
   */
  private async lookAround(): Promise<boolean> {
    const { books, name } = this.options;
    const cursor = await books.peek(name);
    if (this.progress.isBehindUs(cursor)) {
      this.touched = 'all';
    }
    return cursor?.held[NOT_REACHED] !== undefined;
  }

  /** Whoever is not reached for long holds all that it said. */
  private async failed(targets: Targets, signal: AbortSignal) {
    const { books, name, now } = this.options;
    if (this.isSettled) {
      const cursor = await books.peek(name);
      if (this.outage.failed(now(), cursor?.held ?? {})) {
        await this.follow(targets, 'no', signal);
      }
    }
  }

  private async follow(
    targets: Targets,
    compare: Step['compare'],
    signal: AbortSignal,
  ): Promise<Followed> {
    const { view, progress } = this;
    const sources = this.outage.sources(this.sources);
    const { follower, now, connection } = this.options;
    const { removalGuard: guard } = connection;
    const removed = new Set([...this.removed, ...this.gone]);
    const followed = await follower.follow(
      targets,
      {
        view,
        sources,
        rules: rulesOfChanges({ view, sources, removed, guard }),
        now: this.serviceTime,
        revision: this.position?.revision,
        compare,
        scope: cursor => progress.scope(cursor, this.touched, now()),
      },
      signal,
    );
    if (followed.kind === 'done') {
      this.settle(followed);
    }
    return followed;
  }

  private settle(done: Extract<Followed, { kind: 'done' }>) {
    this.progress.agreed();
    this.held = done.held;
    this.touched = new Set(done.again);
    this.gone.clear();
    this.hasAbsent = done.isWhole
      ? done.absent.length > 0
      : this.hasAbsent || done.absent.length > 0;
    if (done.isWhole) {
      this.issues.clear();
    }
    for (const [ref, issues] of done.issues) {
      this.issues.delete(ref);
      if (issues.length > 0) {
        this.issues.set(ref, issues);
      }
    }
    this.reportProblems();
  }
}
