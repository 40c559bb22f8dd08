import type { OfferingLimit } from '@model-catalog/common';
import { messageOf } from '@model-catalog/node';
import { eachAtOnce } from '../../eachAtOnce';
import {
  type AdminApi,
  isAdminApiError,
  type Plan,
} from '../../threescale/adminApi';

/** How many plans are asked for with one reading: at first, and then. */
const MAX_FIRST = 1000;
const MAX_AGAIN = 100;
const AT_ONCE = 4;

/** Of a plan. */
type Known = { limits: OfferingLimit[]; readAt: number };

/** Names of metrics and methods by their ids; each question is asked once a reading. */
type Names = {
  ofProduct: (serviceId: number) => Promise<MetricNames>;
  ofBackends: (serviceId: number) => Promise<MetricNames>;
};
type MetricNames = ReadonlyMap<number, string>;

export type LimitedPlan = Pick<Plan, 'id' | 'serviceId'>;

/** Remembers the answer, so that a question is asked once. */
function once<T>(ask: (id: number) => Promise<T>): (id: number) => Promise<T> {
  const asked = new Map<number, Promise<T>>();
  return id => {
    const before = asked.get(id);
    if (before) {
      return before;
    }
    const answer = ask(id);
    asked.set(id, answer);
    return answer;
  };
}

/**
 * The limits of a tenant's plans. 3scale tells them plan by plan only, so each
 * reading asks for those that were never read, up to 1,000, else for the 100
 * that were read longest ago: a tenant of up to 100 plans is as new as its
 * products, a larger one is read in turns.
 */
export class PlanLimits {
  private readonly known = new Map<number, Known>();
  private readings = 0;

  of(planId: number): OfferingLimit[] {
    return this.known.get(planId)?.limits ?? [];
  }

  /**
   * Says what could not be read; what was known of it stays. A plan that is
   * gone has no limits.
   */
  async read(
    api: AdminApi,
    plans: readonly LimitedPlan[],
  ): Promise<string | undefined> {
    this.readings += 1;
    this.forget(new Set(plans.map(({ id }) => id)));
    const waiting = this.due(plans);
    const names = namesIn(api);
    let problem: string | undefined;
    await eachAtOnce(waiting, AT_ONCE, async plan => {
      try {
        const limits = await limitsOf(plan, { api, names });
        this.known.set(plan.id, { limits, readAt: this.readings });
      } catch (error) {
        problem = `limits of plan ${plan.id}: ${messageOf(error)}`;
        waiting.length = 0;
      }
    });
    return problem;
  }

  private forget(there: ReadonlySet<number>): void {
    for (const id of this.known.keys()) {
      if (!there.has(id)) {
        this.known.delete(id);
      }
    }
  }

  private due(plans: readonly LimitedPlan[]): LimitedPlan[] {
    const unread = plans.filter(({ id }) => !this.known.has(id));
    const readAt = ({ id }: LimitedPlan) => this.known.get(id)?.readAt ?? 0;
    const again = plans
      .filter(({ id }) => this.known.has(id))
      .sort((a, b) => readAt(a) - readAt(b));
    return [...unread.slice(0, MAX_FIRST), ...again.slice(0, MAX_AGAIN)];
  }
}

type Metric = Awaited<ReturnType<AdminApi['metrics']>>[number];

const byId = (metrics: readonly Metric[]): MetricNames =>
  new Map(metrics.map(({ id, systemName }) => [id, systemName]));

function namesIn(api: AdminApi): Names {
  const ofBackend = once(id => api.backendMetrics(id));
  return {
    ofProduct: once(async id => byId(await api.metrics(id))),
    ofBackends: once(async id => {
      const all: Metric[] = [];
      for (const { backendId } of await api.backendUsages(id)) {
        // 3scale tells a backend's with its id behind them.
        const suffix = new RegExp(`\\.${backendId}$`);
        for (const metric of await ofBackend(backendId)) {
          const systemName = metric.systemName.replace(suffix, '');
          all.push({ ...metric, systemName });
        }
      }
      return byId(all);
    }),
  };
}

/** A plan limits metrics of its product, or of a backend. One whose name is not told is no limit that can be shown. */
async function limitsOf(
  { id, serviceId }: LimitedPlan,
  { api, names }: { api: AdminApi; names: Names },
): Promise<OfferingLimit[]> {
  try {
    const limits = await api.limits(id);
    if (limits.length === 0 || serviceId === undefined) {
      return [];
    }
    const own = await names.ofProduct(serviceId);
    const theirs = limits.every(({ metricId }) => own.has(metricId))
      ? own
      : await names.ofBackends(serviceId);
    return limits.flatMap(({ metricId, period, value }) => {
      const metric = own.get(metricId) ?? theirs.get(metricId);
      return metric === undefined ? [] : [{ metric, period, value }];
    });
  } catch (error) {
    if (isAdminApiError(error, 'not-found')) {
      return [];
    }
    throw error;
  }
}
