import type { Offering } from '@model-catalog/common';
import type { SourceResult } from '@model-catalog/node';
import type { ReaderView } from './types';

type Result = SourceResult<Offering>;
type Seen = Extract<Result, { state: 'complete' | 'partial' }>;

const isSeen = (view: Result): view is Seen => 'objects' in view;

/** Limits that the second has not read yet are as the first says. */
function mergedPlans(
  first: Offering['plans'],
  second: Offering['plans'],
): Offering['plans'] {
  const limits = new Map(first.map(plan => [plan.systemName, plan.limits]));
  return second.length === 0
    ? first
    : second.map(plan =>
        plan.limits.length > 0
          ? plan
          : { ...plan, limits: limits.get(plan.systemName) ?? [] },
      );
}

/**
 * What two readers say of one product, as one: what the gateway serves is known
 * to the second better, what it is made for to the first.
 */
export function mergedOffering(first: Offering, second: Offering): Offering {
  const { gatewayUrls, portal } = second;
  const backends = first.backends.length > 0 ? first : second;
  return {
    ...second,
    ...first,
    productId: first.productId ?? second.productId,
    gatewayUrls: {
      production: gatewayUrls.production ?? first.gatewayUrls.production,
      staging: gatewayUrls.staging ?? first.gatewayUrls.staging,
    },
    backends: backends.backends,
    plans: mergedPlans(first.plans, second.plans),
    operations:
      second.operations.length > 0 ? second.operations : first.operations,
    portal: { ...first.portal, ...portal },
    state: first.state === 'ready' ? second.state : first.state,
    documentDigest: first.documentDigest ?? second.documentDigest,
  };
}

function mergedObjects(views: readonly Seen[]): Offering[] {
  const found = new Map<string, Offering>();
  for (const offering of views.flatMap(({ objects }) => objects)) {
    const before = found.get(offering.id);
    found.set(
      offering.id,
      before ? mergedOffering(before, offering) : offering,
    );
  }
  return [...found.values()];
}

const union = (sets: readonly ReadonlySet<string>[]) =>
  new Set(sets.flatMap(set => [...set]));

/**
 * What several readers know, as one view.
 *
 * | readers | view |
 * |---|---|
 * | all absent, or none | absent |
 * | one is pending | pending |
 * | all that are not absent or unavailable are complete | complete |
 * | some of them could be read | partial: what the others said before stays |
 * | none could be read, and one failed | failed |
 * | none could be read, all unavailable | unavailable |
 */
export function mergeViews(views: readonly ReaderView[]): ReaderView {
  if (views.includes('pending')) {
    return 'pending';
  }
  const results = views.filter(view => typeof view !== 'string');
  const [only, ...others] = results;
  if (only === undefined) {
    return 'absent';
  }
  if (others.length === 0) {
    return only;
  }
  const issues = results.flatMap(view => view.issues);
  const seen = results.filter(isSeen);
  const failed = results.find(({ state }) => state === 'failed');
  const message = results.find(view => view.message !== undefined)?.message;
  if (seen.length === 0) {
    const state = failed ? 'failed' : 'unavailable';
    return { state, message: message ?? '', issues };
  }
  const isWhole = !failed && seen.every(({ state }) => state === 'complete');
  return {
    state: isWhole ? 'complete' : 'partial',
    objects: mergedObjects(seen),
    removed: union(seen.map(({ removed }) => removed)),
    unreadable: union(seen.map(({ unreadable }) => unreadable)),
    issues,
    ...(message !== undefined && { message }),
  };
}
