import type { KubernetesWriter } from '@model-catalog/node';
import { type Clockwork, ServingView } from './cluster/ServingView';
import { TargetView } from './cluster/TargetView';
import type { PassResult, PublisherOptions } from './options';
import { Pass } from './Pass';
import type { PublisherState } from './types';
import { Wake } from './Wake';
import { reasonsOf } from './reasons';

/** Several changes at once become one pass. */
const GATHER_MS = 50;
/** A pass although nothing has happened. */
const AT_LATEST_MS = 600_000;

type Views = { serving: ServingView; target: TargetView };

/**
 * Keeps 3scale's objects as labels of model servers ask: watches both, plans,
 * and writes what differs. Level-triggered: a pass looks at all that is there.
 */
export class Publisher {
  private views: Views | undefined;
  private last: PassResult | undefined;
  private problem: string | undefined;

  constructor(private readonly options: PublisherOptions) {}

  state(): PublisherState {
    const { last, views, problem } = this;
    return {
      isReady: last !== undefined,
      reasons: [
        ...(problem === undefined ? [] : [problem]),
        ...(views ? reasonsOf(views, last) : []),
      ],
      offerings: last?.states ?? new Map(),
      refused: last?.refused ?? [],
      ...(last && { lastPass: last.summary }),
    };
  }

  /** Works until the signal aborts; only one process may at a time. */
  async run(signal: AbortSignal): Promise<void> {
    const { now, delay } = this.options;
    const wake = new Wake();
    const views = this.openViews(() => wake.ask());
    const pass = new Pass({ ...this.options, ...views });
    const watching = Promise.all([
      views.serving.run(signal),
      views.target.run(signal),
    ]);
    let againAt = 0;
    while (!signal.aborted) {
      await wake.next(Math.max(0, againAt - now()), signal, delay);
      await delay(GATHER_MS, signal);
      if (signal.aborted) {
        break;
      }
      againAt = now() + AT_LATEST_MS;
      const took = await this.tryPass(pass, signal);
      againAt = Math.min(againAt, took?.againAt ?? againAt);
      // Half of the time at most is spent on planning.
      await delay(took?.summary.durationMs ?? 0, signal);
    }
    await watching;
    this.views = undefined;
    this.last = undefined;
  }

  /** What would be written now; the API checks it all and stores nothing. */
  async preview(signal: AbortSignal): Promise<PassResult | undefined> {
    const stop = new AbortController();
    const both = AbortSignal.any([signal, stop.signal]);
    const wake = new Wake();
    const views = this.openViews(() => wake.ask());
    const pass = new Pass({ ...this.options, ...views, dryRun: true });
    const watching = Promise.all([
      views.serving.run(both),
      views.target.run(both),
    ]);
    try {
      while (!both.aborted && !isSettled(views)) {
        await wake.next(1_000, both, this.options.delay);
      }
      return await this.tryPass(pass, both);
    } finally {
      stop.abort();
      await watching;
    }
  }

  private openViews(onChange: () => void): Views {
    const { client, settings, now, delay, random, log } = this.options;
    const common: Clockwork & { client: KubernetesWriter; onChange(): void } = {
      ...{ client, now, delay, random, onChange },
      settings: this.options.reflector,
      log: ({ level, message, error }) => log?.({ level, message, error }),
    };
    const { namespaces, render } = settings;
    this.views = {
      serving: new ServingView({ ...common, namespaces }),
      target: new TargetView({ ...common, namespace: render.targetNamespace }),
    };
    return this.views;
  }

  /** Nothing where too little is known. */
  private async tryPass(
    pass: Pass,
    signal: AbortSignal,
  ): Promise<PassResult | undefined> {
    const { views } = this;
    if (!views || !isSettled(views) || !views.target.isListed()) {
      return undefined;
    }
    try {
      const result = await pass.run(signal);
      this.problem = undefined;
      this.last = result;
      this.options.onPass?.(result);
      return result;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.problem = message;
      this.options.log?.({ level: 'error', message: 'A pass failed', error });
      return undefined;
    }
  }
}

const isSettled = ({ serving, target }: Views) =>
  serving.isSettled() && target.isSettled();
