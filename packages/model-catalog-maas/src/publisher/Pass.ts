import { canonical, messageOf } from '@model-catalog/node';
import type { RenderedOffering } from '../contract/types';
import type { ServingView } from './cluster/ServingView';
import type { TargetView } from './cluster/TargetView';
import { type Desired, desiredOf } from './desired';
import { type Deed, execute } from './execute';
import { ownedNames } from './plan/owners';
import { planPublication } from './plan/planPublication';
import type { OfferingState, PublicationPlan } from './plan/types';
import type { PassResult, PublisherOptions } from './options';
import { Reporter } from './reports';
import { Retries } from './retries';
import { createTargetWriter, type TargetWriter } from './write';

const PROMOTE_RETRY_MS = 60_000;

export type PassOptions = PublisherOptions & {
  serving: ServingView;
  target: TargetView;
  /** The API checks all and stores nothing. */
  dryRun?: boolean;
};

/** Warnings of the renderer are told with what came of it. */
function withWarnings(
  { problems }: RenderedOffering,
  { state, message }: OfferingState,
): OfferingState {
  const warnings = problems
    .filter(({ severity }) => severity === 'warning')
    .map(({ field, message: text }) => `${field} ${text}`);
  return warnings.length === 0 || state === 'Invalid'
    ? { state, message }
    : { state, message: `${message}. Note: ${warnings.join('; ')}` };
}

function countedBy(deeds: readonly Deed[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of deeds) {
    counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return counts;
}

/** One look at all that is there, and the writes that it takes; remembers what the next one needs. */
export class Pass {
  private readonly retries: Retries;
  private readonly reporter: Reporter;
  private readonly promotionRetries = new Map<string, number>();
  private missingSince: ReadonlyMap<string, number> = new Map();
  private rendered: { key: string; desired: Desired } | undefined;
  private issuesTold = '';

  constructor(private readonly options: PassOptions) {
    const { client, instance, settings, log, random, now } = options;
    this.retries = new Retries(random ?? Math.random);
    this.reporter = new Reporter({
      ...{ client, instance, annotate: settings.annotate },
      now: () => new Date(now()),
      onFailed: (what, error) =>
        log?.({ level: 'warn', message: `${what} was not written`, error }),
    });
  }

  async run(signal: AbortSignal): Promise<PassResult> {
    const { now, target, dryRun } = this.options;
    const began = now();
    const objects = target.objects(began);
    const desired = await this.desire(objects);
    const plan = this.plan(desired.offerings, objects);
    this.missingSince = plan.missingSince;
    this.tellIssues(desired);
    const { deeds, failures } = await this.write(plan, signal);
    this.retries.keepOnly(new Set(plan.states.keys()));
    const states = this.statesOf(plan, desired.offerings);
    const tellAt =
      dryRun || signal.aborted
        ? undefined
        : await this.reporter.tell(states, desired.servers);
    const nextTry = this.retries.nextAt();
    const times = [plan.againAt, nextTry, tellAt].flatMap(at => at ?? []);
    return {
      ...{ plan, states, deeds, failures, refused: plan.refused },
      summary: {
        durationMs: now() - began,
        done: countedBy(deeds),
        failed: failures.length,
      },
      ...(times.length > 0 && { againAt: Math.min(...times) }),
    };
  }

  private plan(
    offerings: readonly RenderedOffering[],
    objects: ReturnType<TargetView['objects']>,
  ): PublicationPlan {
    const { settings, serving, target, now } = this.options;
    const { deletion, graceMs, removal } = settings;
    return planPublication(
      offerings,
      {
        objects,
        sight: server => serving.sight(server),
        promoted: target.promoted(),
        retries: this.promotionRetries,
        missingSince: this.missingSince,
      },
      {
        ...{ deletion, graceMs, removal, now: now() },
        promoteRetryMs: PROMOTE_RETRY_MS,
      },
    );
  }

  /** Rendered anew only when something it is made of is another. */
  private async desire(
    objects: ReturnType<TargetView['objects']>,
  ): Promise<Desired> {
    const { serving, settings, readPlans } = this.options;
    const plans = await readPlans();
    const owned = ownedNames(objects);
    const whole = settings.namespaces.map(name => serving.isWhole(name));
    const key = canonical([serving.revision(), whole, plans, owned]);
    if (this.rendered?.key !== key) {
      const desired = desiredOf({
        objects: serving.objects(),
        isWhole: namespace => serving.isWhole(namespace),
        settings: { ...settings.render, plans },
        owned,
      });
      this.rendered = { key, desired };
    }
    return this.rendered.desired;
  }

  private async write(plan: PublicationPlan, signal: AbortSignal) {
    const { client, settings, now, dryRun, log, isSure } = this.options;
    const deeds: Deed[] = [];
    const failures: (Deed & { message: string })[] = [];
    const writer: TargetWriter = createTargetWriter({
      ...{ client, dryRun, signal },
      namespace: settings.render.targetNamespace,
    });
    await execute(plan, {
      writer,
      mayWrite: server =>
        !signal.aborted &&
        (isSure?.() ?? true) &&
        !this.retries.isWaiting(server, now()),
      onDone: (deed, object) => {
        deeds.push(deed);
        this.retries.succeeded(deed.server);
        if (!dryRun) {
          this.remember(deed, object);
        }
      },
      onFailed: (deed, error) => {
        if (signal.aborted) {
          return;
        }
        const message = messageOf(error);
        failures.push({ ...deed, message });
        this.retries.failed(deed.server, message, now());
        const { kind, name, reason, server } = deed;
        log?.({
          level: 'warn',
          message: `${kind} "${name}" was not written; it is tried again`,
          details: { server, reason },
          error,
        });
      },
    });
    return { deeds, failures };
  }

  /** The next pass must know of it, whether or not a watch has told meanwhile. */
  private remember(
    deed: Deed,
    object: Awaited<ReturnType<TargetWriter['apply']>>,
  ): void {
    const { target, now } = this.options;
    const { kind, name, reason, promotion } = deed;
    if (object) {
      target.answers.written(object, now());
    } else if (kind !== 'Secret') {
      target.answers.removed(deed, now());
    }
    if (reason === 'promotion') {
      target.forgetPromotion(name);
    }
    if (promotion !== undefined) {
      target.forgetPromotion(promotion);
      this.promotionRetries.delete(promotion);
    }
    if (reason === 'promotion is retried') {
      const count = this.promotionRetries.get(name) ?? 0;
      this.promotionRetries.set(name, count + 1);
    }
  }

  private statesOf(
    plan: PublicationPlan,
    offerings: readonly RenderedOffering[],
  ): Map<string, OfferingState> {
    const states = new Map(plan.states);
    for (const offering of offerings) {
      const state = states.get(offering.server);
      if (state) {
        states.set(offering.server, withWarnings(offering, state));
      }
    }
    for (const server of states.keys()) {
      const message = this.retries.messageOf(server);
      if (message !== undefined) {
        states.set(server, { state: 'Failed', message });
      }
    }
    return states;
  }

  private tellIssues({ issues }: Desired): void {
    const text = canonical(issues);
    if (text === this.issuesTold) {
      return;
    }
    this.issuesTold = text;
    for (const { object, field, reason } of issues) {
      this.options.log?.({
        level: 'warn',
        message: `${object} cannot be read`,
        details: { field, reason },
      });
    }
  }
}
