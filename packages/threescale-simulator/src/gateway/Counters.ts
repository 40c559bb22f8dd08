import type { Limit } from '../state/typesOfUse';
import type { Usage } from './mapping';
import { type Period, windowOf } from './periods';

/** What a plan allows. */
export type PlanLimit = Pick<Limit, 'metric_id' | 'period' | 'value'>;

/** Which limit was reached, and when it is over. */
export interface Exceeded {
  readonly limit: PlanLimit;
  /** Whole seconds. */
  readonly retryAfter: number;
}

interface Count {
  readonly start: number;
  readonly value: number;
}

/** How often applications have called, per metric and period. Only the period that goes on is kept. */
export class Counters {
  readonly #counts = new Map<string, Count>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Counts a call, unless a limit would be exceeded by it: then nothing is
   * counted. Only limits of the metrics that the call counts are looked at.
   */
  count(
    applicationId: number,
    usage: Usage,
    limits: readonly PlanLimit[],
  ): Exceeded | undefined {
    const due = limits.flatMap(limit => {
      const delta = usage.get(limit.metric_id);
      return delta === undefined ? [] : [{ limit, delta }];
    });
    const now = this.#now();
    for (const { limit, delta } of due) {
      if (this.#value(applicationId, limit) + delta > limit.value) {
        const { end } = windowOf(limit.period, now);
        return { limit, retryAfter: Math.ceil((end - now) / 1000) };
      }
    }
    for (const { limit, delta } of due) this.#add(applicationId, limit, delta);
    return undefined;
  }

  #value(
    applicationId: number,
    of: { readonly metric_id: number; readonly period: Period },
  ): number {
    const { start } = windowOf(of.period, this.#now());
    const count = this.#counts.get(keyOf(applicationId, of));
    return count?.start === start ? count.value : 0;
  }

  #add(
    applicationId: number,
    of: { readonly metric_id: number; readonly period: Period },
    delta: number,
  ): void {
    const { start } = windowOf(of.period, this.#now());
    const value = this.#value(applicationId, of) + delta;
    this.#counts.set(keyOf(applicationId, of), { start, value });
  }
}

const keyOf = (
  applicationId: number,
  { metric_id, period }: { metric_id: number; period: Period },
) => `${applicationId} ${metric_id} ${period}`;
