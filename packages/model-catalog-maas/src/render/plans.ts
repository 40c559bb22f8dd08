import type { Asked } from '../contract/asked';
import { ASKED } from '../contract/labels';
import { PlanList } from '../contract/plans';
import type { PlanSettings, Problem, RenderSettings } from '../contract/types';

/** As the operator's Product takes it. */
type ApplicationPlan = {
  name: string;
  published: boolean;
  appsRequireApproval: boolean;
  trialPeriod?: number;
  setupFee?: string;
  costMonth?: string;
  limits?: {
    period: string;
    value: number;
    metricMethodRef: { systemName: string };
  }[];
};

export type PlansReading = {
  plans: Record<string, ApplicationPlan>;
  problems: Problem[];
};

const FIELD = `metadata.annotations["${ASKED.plans}"]`;
const price = (amount: number | undefined) => amount?.toFixed(2);

function planOf(plan: PlanSettings): ApplicationPlan {
  const limits = plan.limits.map(({ period, value, metric }) => ({
    period,
    value,
    metricMethodRef: { systemName: metric },
  }));
  const setupFee = price(plan.setupFee);
  const costMonth = price(plan.costMonth);
  return {
    name: plan.name,
    published: plan.published,
    appsRequireApproval: plan.approvalRequired,
    ...(plan.trialDays !== undefined && { trialPeriod: plan.trialDays }),
    ...(setupFee !== undefined && { setupFee }),
    ...(costMonth !== undefined && { costMonth }),
    ...(limits.length > 0 && { limits }),
  };
}

/** Limits on what this product does not count: 3scale would refuse all of the product. */
function unknownMetrics(
  plans: readonly PlanSettings[],
  metrics: ReadonlySet<string>,
): string[] {
  const all = plans.flatMap(({ limits }) => limits.map(one => one.metric));
  return [...new Set(all)].filter(metric => !metrics.has(metric)).sort();
}

/** The plans that a server asks for, of the administrator's; `metrics` is what the product counts. */
export function plansOf(
  { plans: key }: Pick<Asked, 'plans'>,
  settings: RenderSettings,
  metrics: ReadonlySet<string>,
): PlansReading {
  const failed = (message: string): PlansReading => ({
    plans: {},
    problems: [{ field: FIELD, message, severity: 'error' }],
  });
  const given = Object.hasOwn(settings.plans, key)
    ? settings.plans[key]
    : undefined;
  if (given === undefined) {
    const known = Object.keys(settings.plans).sort().join(', ');
    return failed(
      `names the plans "${key}", which there are not; known: ${known}`,
    );
  }
  const parsed = PlanList.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return failed(
      `leads to the plans "${key}", where ${
        issue?.path.map(String).join('.') || 'the list'
      } cannot be taken: ${
        issue?.message
      }; ask the administrator of the publisher`,
    );
  }
  const unknown = unknownMetrics(parsed.data, metrics);
  if (unknown.length > 0) {
    const hint = unknown.includes('total_tokens')
      ? `; set ${ASKED.tokenMetrics}: "true" to count tokens`
      : '';
    return failed(
      `leads to the plans "${key}", which limit ${unknown.join(
        ', ',
      )}: this model counts ${[...metrics].sort().join(', ')}${hint}`,
    );
  }
  return {
    plans: Object.fromEntries(
      parsed.data.map(plan => [plan.systemName, planOf(plan)]),
    ),
    problems: [],
  };
}
