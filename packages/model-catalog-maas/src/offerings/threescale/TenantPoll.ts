import {
  type HttpClientOptions,
  messageOf,
  type SourceContext,
} from '@model-catalog/node';
import { eachAtOnce } from '../../eachAtOnce';
import {
  type AdminApi,
  createAdminApi,
  isAdminApiError,
  type Plan,
} from '../../threescale/adminApi';
import type { ReaderView } from '../types';
import { THREESCALE } from './fromObjects';
import { hasRouting, type TenantReading } from './fromTenant';
import { PlanLimits } from './PlanLimits';

/** The Admin API of one tenant. */
export type TenantAccess = {
  /** Of its admin portal. */
  url: string;
  /** Asked for at each request. Reading rights of Account Management suffice. */
  token: () => Promise<string>;
  /** Trust and proxy. */
  http?: Omit<HttpClientOptions, 'authorize'>;
  sameCluster?: boolean;
};

const FIRST_PAUSE_MS = 1000;
/** Products that are asked for each, as they have several backends. */
const MAX_ROUTED = 1000;
const AT_ONCE = 4;

/** What each product with several backends is made of, a few at a time. */
async function readUsages(
  api: AdminApi,
  ids: readonly number[],
): Promise<TenantReading['usages']> {
  const found = new Map<
    number,
    Awaited<ReturnType<AdminApi['backendUsages']>>
  >();
  await eachAtOnce(ids.slice(0, MAX_ROUTED), AT_ONCE, async id => {
    found.set(id, await api.backendUsages(id));
  });
  return found;
}

type ReadOptions = {
  portalUrl: string | undefined;
  limits: PlanLimits;
  onProblem: (problem: string) => void;
};

/** Plans that are shown, of products that have a gateway. */
const shownPlans = (plans: readonly Plan[], served: ReadonlySet<number>) =>
  plans.filter(
    ({ published, isCustom, serviceId }) =>
      published &&
      !isCustom &&
      serviceId !== undefined &&
      served.has(serviceId),
  );

/**
 * Reads a tenant: seven lists, one more for each product with several backends,
 * and for each plan that is due its limits.
 */
async function readTenant(
  api: AdminApi,
  { portalUrl, limits, onProblem }: ReadOptions,
): Promise<TenantReading> {
  const production = await api.proxyConfigs('production');
  const staging = await api.proxyConfigs('sandbox');
  const services = await api.services();
  const backends = await api.backends();
  const plans = await api.applicationPlans();
  const activeDocs = await api.activeDocs();
  const provider = await api.provider();
  const configs = [...production, ...staging];
  const served = new Set(configs.map(({ serviceId }) => serviceId));
  const problem = await limits.read(api, shownPlans(plans, served));
  if (problem !== undefined) {
    onProblem(problem);
  }
  const routed = new Set(
    configs.filter(hasRouting).map(({ serviceId }) => serviceId),
  );
  return {
    adminUrl: new URL(provider.adminUrl ?? api.url).origin,
    portalUrl: portalUrl ?? provider.portalUrl,
    ...{ services, backends, plans, activeDocs, production, staging },
    limitsOf: id => limits.of(id),
    usages: await readUsages(api, [...routed]),
  };
}

/**
 * | answer | never read since configured | read before |
 * |---|---|---|
 * | the token is refused, no such API | unavailable: it claims nothing | failed |
 * | anything else | failed | failed |
 */
function failure(
  error: unknown,
  url: string,
  wasRead: boolean,
): Extract<ReaderView, { state: 'failed' | 'unavailable' }> {
  const isRefused =
    isAdminApiError(error, 'forbidden') ||
    isAdminApiError(error, 'not-found') ||
    isAdminApiError(error, 'not-api');
  const advice = isAdminApiError(error) ? ` ${error.nextStep}.` : '';
  return {
    state: isRefused && !wasRead ? 'unavailable' : 'failed',
    message: `3scale at ${url} cannot be read: ${messageOf(error)}.${advice}`,
    issues: [],
  };
}

/** What was read last, and what could not be. */
export type TenantKnown = {
  reading: TenantReading;
  problems: readonly string[];
};

export type TenantPollOptions = {
  tenant: TenantAccess;
  context: SourceContext;
  portalUrl?: string;
  /** Between two readings, milliseconds. */
  intervalMs: number;
  onRead: (reading: TenantReading) => void;
};

/** Reads a tenant again and again; slower and slower while it fails. */
export class TenantPoll {
  known: TenantKnown | undefined;
  failed: ReturnType<typeof failure> | undefined;
  confirmedAt: number | undefined;
  private readonly limits = new PlanLimits();

  constructor(private readonly options: TenantPollOptions) {}

  /** Until the signal aborts; never rejects. */
  async run(signal: AbortSignal): Promise<void> {
    const { context, intervalMs } = this.options;
    let failures = 0;
    while (!signal.aborted) {
      try {
        await this.look(signal);
        failures = 0;
      } catch (error) {
        failures += 1;
        this.fail(error, signal);
      }
      const pause = FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 20);
      const ms = failures === 0 ? intervalMs : Math.min(intervalMs, pause);
      await context.delay(ms, signal);
    }
  }

  private async look(signal: AbortSignal): Promise<void> {
    const { tenant, context, portalUrl, onRead } = this.options;
    const problems: string[] = [];
    const api = createAdminApi({
      ...tenant,
      signal,
      onProblem: problem => problems.push(problem),
    });
    try {
      const reading = await readTenant(api, {
        portalUrl,
        limits: this.limits,
        onProblem: problem => problems.push(problem),
      });
      this.known = { reading, problems };
      this.failed = undefined;
      this.confirmedAt = context.now();
      onRead(reading);
      context.onChange();
    } finally {
      await api.close();
    }
  }

  private fail(error: unknown, signal: AbortSignal): void {
    const { tenant, context } = this.options;
    if (signal.aborted) {
      return;
    }
    const wasRead = this.known !== undefined || context.wasComplete === true;
    const level = this.failed === undefined ? 'warn' : 'debug';
    this.failed = failure(error, tenant.url, wasRead);
    const { message } = this.failed;
    context.log?.({ source: THREESCALE, level, message });
    context.onChange();
  }
}
