import type { SourceEvent } from '../sources/types';
import {
  type RefusedRecord,
  RecordsRefused,
  type Store,
  StoreConflict,
  type StoreView,
} from '../store/types';
import type { HeldObject } from './holdAll';
import { FreshLinks } from './FreshLinks';
import { type Known, knownFrom, learn } from './known';
import {
  allSources,
  type PlannedRun,
  type PlanOptions,
  planRun,
} from './planRun';
import { issuesOfRefused, withoutRefused } from './refusals';
import { Removals } from './removals';
import { RunLog } from './runLog';
import type { PipelineSources, PipelineState, RunSummary } from './types';
import { createWake } from './wake';
import { messageOf } from '../messageOf';

export type PipelineOptions = PlanOptions & {
  now: () => number;
  delay: (ms: number, signal: AbortSignal) => Promise<void>;
  log?: (event: SourceEvent) => void;
  /** Rest after each run, so that a burst of events makes few runs. Milliseconds. */
  restMs?: number;
  /** First and longest wait after the store failed. Milliseconds. */
  storeRetryMs?: readonly [number, number];
  /** Called after each run with what came of it. */
  onRun?: (summary: RunSummary) => void;
};

const CONFLICTS_BEFORE_ERROR = 5;

function countByReason(held: readonly HeldObject[]): RunSummary['held'] {
  const counts: Partial<Record<HeldObject['reason'], number>> = {};
  for (const { reason } of held) {
    counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return counts;
}

function summarise(
  planned: PlannedRun,
  at: number,
  now: number,
): Omit<RunSummary, 'issues'> {
  const { added, updated, removed, unchanged } = planned.difference;
  return {
    at,
    durationMs: now - at,
    added: added.length,
    updated: updated.length,
    removed: removed.length,
    unchanged,
    held: countByReason(planned.standing.held),
    refused: planned.standing.refused,
  };
}

/** Whether there is anything to write; the mark of the first sync and a repair count. */
function needsApply({ changes }: PlannedRun, view: StoreView): boolean {
  const stored = new Set(view.completedSources);
  return (
    !view.synced ||
    view.needsRepair === true ||
    changes.upsert.length > 0 ||
    changes.remove.length > 0 ||
    changes.completedSources.length !== stored.size ||
    changes.completedSources.some(id => !stored.has(id))
  );
}

/** Definitions may come later; everything else must have been tried once. */
function isFirstReadPending(sources: PipelineSources): boolean {
  return allSources(sources).some(
    source => source.id !== sources.apis?.id && !source.current(),
  );
}

/**
 * Keeps the store true to the sources by a level-triggered loop: an event only
 * asks for a run, and a run looks at everything. Runs never overlap; a store
 * that fails is tried again, slower and slower, while the last view stays in
 * use.
 */
export class Pipeline {
  private readonly requests = createWake();
  private view: StoreView | undefined;
  private known: Known | undefined;
  private isStale = true;
  private firstRunDone = false;
  private lastRun: RunSummary | undefined;
  private storeError: string | undefined;
  private readonly removals = new Removals();
  private readonly links: FreshLinks;
  private readonly runLog = new RunLog(event => this.log(event));

  constructor(
    /** `undefined` while it is not known yet which there are. */
    private readonly sources: () => PipelineSources | undefined,
    private readonly store: Store,
    private readonly options: PipelineOptions,
  ) {
    this.links = new FreshLinks(options.delay, () => this.wake());
  }

  /** Asks for a run. */
  wake(): void {
    this.requests.wake();
  }

  state(): PipelineState {
    return {
      view: this.view,
      firstRunDone: this.firstRunDone,
      sources: this.statuses(),
      removed: this.removals.keys(),
      lastRun: this.lastRun,
      storeError: this.storeError,
    };
  }

  private statuses(): PipelineState['sources'] {
    const sources = this.sources();
    const all = sources
      ? [...allSources(sources), ...(sources.helpers ?? [])]
      : [];
    return all.flatMap(source => source.status() ?? []);
  }

  /** Runs until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const following = this.store.follow(signal, () => {
      this.isStale = true;
      this.wake();
    });
    this.wake();
    await Promise.all([this.goRound(signal), following]);
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
      this.isStale = true;
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
    this.storeError = messageOf(error);
    this.log({
      source: 'store',
      level: 'error',
      message: 'The store cannot be used; the last known state stays',
      error,
    });
    const [first, longest] = this.options.storeRetryMs ?? [500, 30_000];
    return Math.min(longest, first * 2 ** failures);
  }

  private async runOnce(signal: AbortSignal): Promise<void> {
    const { now, onRun } = this.options;
    const at = now();
    const before = await this.readView(signal);
    const sources = this.sources();
    if (!this.known || !sources || this.mustWait(sources)) {
      return;
    }
    const freshLinks = this.links.freshOf(sources, !this.firstRunDone);
    const planned = planRun(
      sources,
      { known: this.known, view: before, freshLinks },
      this.options,
    );
    this.links.await(planned.awaited, signal);
    const refused = await this.write(planned, before);
    const done = withoutRefused(planned, refused);
    this.removals.note(done.difference);
    this.known = planned.standing.known;
    this.firstRunDone = true;
    const issues = [...planned.issues, ...issuesOfRefused(refused)];
    this.lastRun = { ...summarise(done, at, now()), issues };
    this.runLog.write(done, this.lastRun);
    onRun?.(this.lastRun);
  }

  /** One that comes later must not hold up the others: what is known of it stands meanwhile. */
  private mustWait(sources: PipelineSources): boolean {
    return !this.firstRunDone && isFirstReadPending(sources);
  }

  /** Writes what changed, and gives the records that the store refused; the others are stored. */
  private async write(
    planned: PlannedRun,
    before: StoreView,
  ): Promise<readonly RefusedRecord[]> {
    if (!needsApply(planned, before)) {
      return [];
    }
    try {
      this.view = await this.store.apply(planned.changes, before.revision);
      return [];
    } catch (error) {
      if (!(error instanceof RecordsRefused)) {
        throw error;
      }
      this.view = await this.store.read();
      return error.refused;
    }
  }

  private async readView(signal: AbortSignal): Promise<StoreView> {
    if (this.view && !this.isStale) {
      return this.view;
    }
    // A change while it is being read makes it stale again.
    this.isStale = false;
    const read = await this.store.read(signal);
    const stored = knownFrom(read.records.values());
    this.known = this.known ? learn(this.known, stored) : stored;
    for (const reason of read.issues) {
      this.log({
        source: 'store',
        level: 'warn',
        message: 'Something in the store is damaged',
        details: { reason },
      });
    }
    this.view = read;
    return read;
  }
}
