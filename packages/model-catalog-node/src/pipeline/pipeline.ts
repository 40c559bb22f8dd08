import type { SourceEvent } from '../sources/types';
import type { Rest } from '../steps';
import {
  type RefusedRecord,
  RecordsRefused,
  type Changes,
  type Store,
  StoreConflict,
  StoreFenced,
  type StoreStatus,
  type StoreView,
} from '../store/types';
import { FreshLinks } from './FreshLinks';
import type { Doubted } from './doubt';
import {
  isFirstReadPending,
  type PlannedRun,
  needsApply,
  type PlanOptions,
  createPlanMemory,
  planInSteps,
} from './planRun';
import { planResting, type Rested } from './planResting';
import type { Recollection } from './recall';
import { issuesOfRefused, withoutRefused } from './refusals';
import { Removals } from './removals';
import { RunLog } from './runLog';
import { StatusKeeper } from './StatusKeeper';
import { statusesOf } from './statusesOf';
import { StoredView } from './StoredView';
import { summarise } from './summarise';
import type { PipelineSources, PipelineState, RunSummary } from './types';
import { createWake } from './wake';
import { messageOf } from '../messageOf';

export type PipelineOptions = PlanOptions & {
  now: () => number;
  delay: (ms: number, signal: AbortSignal) => Promise<void>;
  log?: (event: SourceEvent) => void;
  /** Of the claim under which it writes; see `Store.claim`. */
  epoch?: number;
  /** What earlier terms of this process left, and this one leaves. */
  recollection?: Recollection;
  /** Lets others have a turn while a run is planned; unless given, it is planned in one go. */
  rest?: Rest;
  /** Rest after each run, so that a burst of events makes few runs. Milliseconds. */
  restMs?: number;
  /** First and longest wait after the store failed. Milliseconds. */
  storeRetryMs?: readonly [number, number];
  /** Called after each run with what came of it. */
  onRun?: (summary: RunSummary) => void;
};

const CONFLICTS_BEFORE_ERROR = 5;

/**
 * Keeps the store true to the sources by a level-triggered loop: an event only
 * asks for a run, and a run looks at everything. Runs never overlap; a store
 * that fails is tried again, slower and slower, while the last view stays in
 * use.
 */
export class Pipeline {
  private readonly requests = createWake();
  private readonly stored: StoredView;
  private firstRunDone = false;
  private doubted: Doubted = {};
  private readonly memory = createPlanMemory();
  private lastRun: RunSummary | undefined;
  private storeError: string | undefined;
  private readonly removals = new Removals();
  private readonly statusKeeper = new StatusKeeper();
  /** When the status is written at the latest, where it waits. */
  private statusDueAt: number | undefined;
  private readonly links: FreshLinks;
  private readonly runLog = new RunLog(event => this.log(event));

  constructor(
    /** `undefined` while it is not known yet which there are. */
    private readonly sources: () => PipelineSources | undefined,
    private readonly store: Store,
    private readonly options: PipelineOptions,
  ) {
    this.links = new FreshLinks(options.delay, () => this.wake());
    const onRead = ({ status }: StoreView, isFirst: boolean) => {
      this.statusKeeper.start(isFirst ? status : undefined);
      // Also of a write of ours whose answer got lost.
      this.removals.set(status?.removed ?? this.removals.keys());
    };
    const log = (event: SourceEvent) => this.log(event);
    this.stored = new StoredView(store, { log, onRead }, options);
  }

  /** Asks for a run. */
  wake(): void {
    this.requests.wake();
  }

  state(): PipelineState {
    return {
      view: this.stored.view,
      firstRunDone: this.firstRunDone,
      sources: this.statuses(),
      removed: this.removals.keys(),
      lastRun: this.lastRun,
      storeError: this.storeError,
    };
  }

  private statuses(): PipelineState['sources'] {
    const sources = this.sources();
    const all = sources ? statusesOf(sources) : [];
    return this.statusKeeper.continued(all.flatMap(one => one.status ?? []));
  }

  /** Runs until the signal aborts. Throws `StoreFenced` when another writer has claimed the store. */
  async run(signal: AbortSignal): Promise<void> {
    const stop = new AbortController();
    const ending = AbortSignal.any([signal, stop.signal]);
    const onChange = () => {
      this.stored.markStale();
      this.wake();
    };
    this.wake();
    const loops = [
      this.goRound(ending),
      this.store.follow(ending, onChange),
    ].map(loop => loop.finally(() => stop.abort()));
    await Promise.allSettled(loops);
    this.stored.leave();
    await Promise.all(loops);
  }

  private async goRound(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      await this.requests.next(signal);
      if (signal.aborted) {
        break;
      }
      const retryMs = await this.attempt(signal, failures);
      failures = retryMs === undefined ? 0 : failures + 1;
      if (retryMs !== undefined) {
        this.wake();
      }
      await this.options.delay(retryMs ?? this.options.restMs ?? 50, signal);
    }
  }

  private log(event: SourceEvent): void {
    this.options.log?.(event);
  }

  /** Gives the wait before the next try; `undefined` when all is well. */
  private async attempt(
    signal: AbortSignal,
    failures: number,
  ): Promise<number | undefined> {
    try {
      await this.runOnce(signal);
      this.storeError = undefined;
      return undefined;
    } catch (error) {
      this.stored.markStale();
      if (error instanceof StoreFenced) {
        throw error;
      }
      if (signal.aborted) {
        return undefined;
      }
      return this.afterFailure(error, failures);
    }
  }

  private afterFailure(error: unknown, failures: number): number {
    if (error instanceof StoreConflict && failures < CONFLICTS_BEFORE_ERROR) {
      this.log({
        source: 'store',
        level: 'info',
        message: 'The store was changed by somebody else; planning again',
      });
      return 1;
    }
    const before = this.storeError;
    this.storeError = messageOf(error);
    this.log({
      source: 'store',
      level: this.storeError === before ? 'debug' : 'error',
      message: 'The store cannot be used; the last known state stays',
      error,
    });
    const [first, longest] = this.options.storeRetryMs ?? [500, 30_000];
    return Math.min(longest, first * 2 ** failures);
  }

  private async runOnce(signal: AbortSignal): Promise<void> {
    const { now, onRun } = this.options;
    const at = now();
    const before = await this.stored.read(signal);
    const rested = await this.plan(before, signal);
    if (!rested) {
      return;
    }
    const { planned } = rested;
    this.links.await(planned.awaited, signal);
    const refused = await this.write(rested, before, signal);
    const done = withoutRefused(planned, refused);
    this.stored.known = planned.standing.known;
    this.doubted = planned.standing.doubted;
    this.firstRunDone = true;
    const issues = [...planned.issues, ...issuesOfRefused(refused)];
    this.lastRun = { ...summarise(done, at, now()), issues };
    this.runLog.write(done, this.lastRun);
    onRun?.(this.lastRun);
  }

  /** `undefined` while not everything has been tried once, and when the signal aborted. */
  private async plan(
    view: StoreView,
    signal: AbortSignal,
  ): Promise<Rested | undefined> {
    const { doubted, memory, stored: earlier, options } = this;
    const { known, decided } = earlier;
    const live = this.sources();
    const isFirst = !this.firstRunDone;
    if (!known || !live || (isFirst && isFirstReadPending(live))) {
      return undefined;
    }
    const plan = (sources: PipelineSources) => {
      const freshLinks = this.links.freshOf(sources, isFirst);
      const links = { freshLinks, doubted };
      const before = { known, view, decided, earlier, memory, ...links };
      return planInSteps(sources, before, options);
    };
    return await planResting(live, plan, { rest: options.rest, signal });
  }

  /** Writes what changed, and gives the records that the store refused; the others are stored. */
  private async write(
    { planned, sources }: Rested,
    before: StoreView,
    signal: AbortSignal,
  ): Promise<readonly RefusedRecord[]> {
    const status = this.wantedStatus(planned, sources);
    const { now, epoch } = this.options;
    const waitMs = this.statusKeeper.untilDue(before.status, status, now());
    if (waitMs !== 0 && !needsApply(planned, before)) {
      this.writeLater(waitMs, signal);
      return [];
    }
    const changes = { ...planned.changes, status };
    const refused = await this.apply(changes, before.revision, epoch);
    this.removals.set(status.removed);
    if (waitMs !== undefined) {
      this.statusKeeper.written(now());
    }
    return refused;
  }

  private wantedStatus(
    { difference }: PlannedRun,
    sources: PipelineSources,
  ): StoreStatus {
    const removed = this.removals.after(difference);
    return this.statusKeeper.wanted(statusesOf(sources), removed);
  }

  /** Asks for a run when the status may be written; a wait that ends sooner will do. */
  private writeLater(ms: number | undefined, signal: AbortSignal): void {
    const dueAt = this.options.now() + (ms ?? 0);
    if (ms === undefined || dueAt >= (this.statusDueAt ?? Infinity)) {
      return;
    }
    this.statusDueAt = dueAt;
    this.options
      .delay(ms, signal)
      .catch(() => undefined)
      .finally(() => {
        this.statusDueAt = undefined;
        this.wake();
      });
  }

  private async apply(
    changes: Changes,
    revision: string,
    epoch: number | undefined,
  ): Promise<readonly RefusedRecord[]> {
    try {
      this.stored.take(await this.store.apply(changes, revision, epoch));
      return [];
    } catch (error) {
      if (!(error instanceof RecordsRefused)) {
        throw error;
      }
      this.stored.take(await this.store.read());
      return error.refused;
    }
  }
}
