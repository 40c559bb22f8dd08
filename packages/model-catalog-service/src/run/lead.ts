import {
  Approvals,
  type Dashboard,
  type Exchange,
  packStored,
  Pipeline,
  type PipelineState,
  recall,
  type Recollection,
  type RunSummary,
  type Store,
} from '@model-catalog/node';
import { createSources } from '../compose/sources';
import { normaliseOptions } from '../config/normaliseOptions';
import type { ServiceConfig } from '../config/types';
import { type Logger, logEvents } from '../log';
import { lookForDashboard } from './dashboard';
import type { Kubernetes } from './kubernetes';
import type { Patience } from './patience';
import { readFirst, readOnce } from './readFirst';
import { createRest } from './rest';
import { delay, now, together } from './shell';

/** Told of the work as it goes on, for those that count. */
export type Observer = {
  onExchange(target: string): (exchange: Exchange) => void;
  onRun(summary: RunSummary): void;
};

export type LeadOptions = {
  config: ServiceConfig;
  environment: Readonly<Record<string, string | undefined>>;
  logger: Logger;
  kubernetes: Kubernetes;
  store: Store;
  metrics: Observer;
  patience: Patience;
  /** Called after each run of the pipeline. */
  onRun?: (state: PipelineState) => void;
};

/** What one that may lead shows of its work. */
export type Leading = {
  /** For the election: works until the signal aborts. */
  lead(epoch: number, signal: AbortSignal): Promise<void>;
  /** Of the work that goes on; `undefined` while there is none. */
  state(): PipelineState | undefined;
  /** Lets these objects of a source go in the next run, though they are many; false where nothing is written here. */
  approve(source: string, ids: readonly string[]): boolean;
};

/** What an operator should see at each start. */
export function tellStart(config: ServiceConfig, logger: Logger): void {
  const { discovery, registries } = config;
  if (registries.length === 0 && !discovery.registries) {
    logger.info(
      'No model registry is configured and none is looked for: only models that are served are shown',
    );
  }
}

function pipelineOptions(
  config: ServiceConfig,
  epoch: number,
  { dashboard, approvals }: { dashboard?: Dashboard; approvals: Approvals },
) {
  return {
    epoch,
    normalise: {
      ...normaliseOptions(config),
      dashboard,
      keep: packStored,
    },
    selection: config.selection,
    removals: {
      maxShare: config.maxRemovalShare,
      minCount: 5,
      approvedOf: (source: string) => approvals.of(source),
    },
  };
}

/**
 * The work of the one that writes: opens the sources, and keeps the store true
 * to them. Nothing of it is open before, nor afterwards; what it knew in the end
 * is kept for the next time it leads.
 */
export function createLeading(options: LeadOptions): Leading {
  const { config, environment, logger, kubernetes, store } = options;
  const { metrics, patience, onRun } = options;
  const recollection: Recollection = {};
  const approvals = new Approvals();
  let pipeline: Pipeline | undefined;

  const work = async (epoch: number, signal: AbortSignal) => {
    const first = await readFirst(store, patience.failed, signal);
    if (!first) {
      return;
    }
    const past = recall(first, recollection.past, epoch) ?? first;
    const dashboard = await lookForDashboard(options, past, signal);
    const log = logEvents(logger);
    const sources = createSources({
      config,
      environment,
      kubernetes,
      completed: readOnce(past),
      stored: past.records,
      context: { onChange: () => pipeline?.wake(), now, delay, log },
      onExchange: metrics.onExchange,
    });
    const keeper = new Pipeline(sources.current, store, {
      ...pipelineOptions(config, epoch, { dashboard, approvals }),
      ...{ recollection, now, delay, log, rest: createRest() },
      onRun: summary => {
        approvals.settle();
        metrics.onRun(summary);
        onRun?.(keeper.state());
      },
    });
    pipeline = keeper;
    await together(signal, [
      ...sources.loops,
      stop => keeper.run(stop),
    ]).finally(() => sources.close());
  };
  return {
    state: () => pipeline?.state(),
    approve: (source, ids) => {
      if (!pipeline) {
        return false;
      }
      approvals.approve(source, ids);
      pipeline.wake();
      return true;
    },
    lead: (epoch, signal) =>
      work(epoch, signal).finally(() => {
        pipeline = undefined;
      }),
  };
}
