import { digestOf } from '@model-catalog/common';
import { KEPT, MANAGER, OWNED } from '../../contract/labels';
import type { DesiredObject, RenderedOffering } from '../../contract/types';
import {
  CAPABILITIES,
  isNothingToPromote,
  standingOf,
  type ThreescaleObject,
} from '../../threescale/objects';
import type {
  Actual,
  OfferingState,
  PlannedPatch,
  PlannedPromotion,
  PlannedRemoval,
  PublicationPolicy,
} from './types';

/** How long the operator is given to delete a promotion that is over, milliseconds. */
const TIDY_MS = 60_000;
/** Of a name; the Product's own may be 63 letters and its digest is added. */
const NAME_DIGEST = 10;
const MAX_DOUBLINGS = 5;

/** What of one server is there that a promotion needs. */
export type Promotable = {
  offering: RenderedOffering;
  product: ThreescaleObject;
  backend?: ThreescaleObject;
  /** Promotions of this server that are there. */
  running: readonly ThreescaleObject[];
};

export type PromotionStep = {
  state: OfferingState;
  patches: PlannedPatch[];
  promotions: PlannedPromotion[];
  removals: PlannedRemoval[];
  againAt?: number;
};

type Wanted = NonNullable<RenderedOffering['promote']>;

/** What the Product's annotation says once it is promoted. */
export const promotedMark = ({ to, digest }: Wanted): string =>
  to === 'production' ? digest : `${to}:${digest}`;

/** The one-shot object that asks the operator for the promotion. */
export function promotionObject(
  { server }: RenderedOffering,
  product: ThreescaleObject,
  wanted: Wanted,
): DesiredObject {
  const mark = promotedMark(wanted);
  const suffix = digestOf(mark).slice(0, NAME_DIGEST);
  const labels = Object.fromEntries(
    Object.values(OWNED).flatMap(label => {
      const value = product.labels[label];
      return value === undefined ? [] : [[label, value] as const];
    }),
  );
  return {
    apiVersion: CAPABILITIES,
    kind: 'ProxyConfigPromote',
    metadata: {
      name: `${product.name}-${suffix}`,
      namespace: product.namespace,
      labels: { ...labels, [OWNED.managedBy]: MANAGER },
      annotations: { [KEPT.server]: server, [KEPT.promoted]: mark },
    },
    spec: {
      productCRName: product.name,
      production: wanted.to === 'production',
      deleteCR: true,
    },
  };
}

const removalOf = (
  { offering }: Promotable,
  { kind, name, uid }: ThreescaleObject,
  reason: PlannedRemoval['reason'],
): PlannedRemoval => ({ server: offering.server, kind, name, uid, reason });

const ageOf = (at: string | undefined, now: number) =>
  at === undefined ? Number.POSITIVE_INFINITY : now - Date.parse(at);

const PROMOTED: OfferingState = {
  state: 'Promoted',
  message: 'The gateway serves what was asked for',
};

const isReady = (object: ThreescaleObject | undefined): boolean =>
  object === undefined || standingOf(object).state === 'done';

/** Those that are over and still there, where the operator does not delete them, and those for what is no longer wanted. */
function tidied(
  promotable: Promotable,
  current: ThreescaleObject | undefined,
  now: number,
): PlannedRemoval[] {
  return promotable.running
    .filter(one => !one.isBeingDeleted)
    .filter(one => one !== current || ageOf(one.createdAt, now) > TIDY_MS)
    .map(one => removalOf(promotable, one, 'promotion is over'));
}

/** What to do while a promotion for what is wanted is there. */
function follow(
  promotable: Promotable,
  { current, retries }: { current: ThreescaleObject; retries: number },
  policy: PublicationPolicy,
): PromotionStep {
  const standing = standingOf(current);
  const none = { patches: [], promotions: [], removals: [] };
  if (standing.state !== 'failed' && standing.state !== 'invalid') {
    const message = 'The promotion to the gateway is under way';
    return { ...none, state: { state: 'Synced', message } };
  }
  const since = standing.since ?? current.createdAt;
  const wait = policy.promoteRetryMs * 2 ** Math.min(retries, MAX_DOUBLINGS);
  const left = wait - ageOf(since, policy.now);
  const state: OfferingState = {
    state: 'Failed',
    message: `The promotion failed and is tried again: ${
      standing.message ?? 'the operator gives no reason'
    }`,
  };
  return left > 0
    ? { ...none, state, againAt: policy.now + left }
    : {
        ...none,
        state,
        removals: [removalOf(promotable, current, 'promotion is retried')],
      };
}

const markOf = (
  { offering, product }: Promotable,
  { mark, promotion }: { mark: string; promotion: string },
): PlannedPatch => ({
  server: offering.server,
  kind: 'Product',
  name: product.name,
  change: { metadata: { annotations: { [KEPT.promoted]: mark } } },
  reason: 'promoted',
  promotion,
});

/** How a promotion has ended well, if it has. */
function endOf(
  name: string,
  current: ThreescaleObject | undefined,
  { promoted }: Pick<Actual, 'promoted'>,
): 'done' | 'refused' | undefined {
  const standing = current && standingOf(current);
  if (standing && isNothingToPromote(standing)) {
    return 'refused';
  }
  return promoted.has(name) || standing?.state === 'done' ? 'done' : undefined;
}

/**
 * What becomes of the promotion of one Product that is as wanted.
 *
 * | to promote | promoted last | Product and Backend synced | promotion for it | then |
 * |---|---|---|---|---|
 * | nothing | - | - | - | none; those that are there go |
 * | yes | this | - | none, or over for a while | done; what the operator left goes |
 * | yes | another | no | none | wait |
 * | yes | another | yes | none | one is made |
 * | yes | another | - | under way | wait |
 * | yes | another | - | succeeded, or refused as nothing had changed | the Product is marked; a refused one goes |
 * | yes | another | - | failed otherwise | it goes after a while, and another is made |
 * | - | - | - | for something else | it goes |
 */
export function planPromotion(
  promotable: Promotable,
  actual: Pick<Actual, 'promoted' | 'retries'>,
  policy: PublicationPolicy,
): PromotionStep {
  const { offering, product, backend, running } = promotable;
  const { promote, server } = offering;
  const none = { patches: [], promotions: [], removals: [] };
  if (!promote) {
    const message = 'In 3scale as asked for; it is not to be promoted';
    const removals = tidied(promotable, undefined, policy.now);
    return { ...none, removals, state: { state: 'Synced', message } };
  }
  const mark = promotedMark(promote);
  const object = promotionObject(offering, product, promote);
  const current = running.find(({ name }) => name === object.metadata.name);
  const stale = tidied(
    { ...promotable, running: running.filter(one => one !== current) },
    undefined,
    policy.now,
  );
  if (product.annotations[KEPT.promoted] === mark) {
    const removals = tidied(promotable, current, policy.now);
    return { ...none, state: PROMOTED, removals };
  }
  const end = endOf(object.metadata.name, current, actual);
  if (end) {
    const over =
      current && end === 'refused'
        ? [removalOf(promotable, current, 'promotion is over')]
        : [];
    return {
      ...none,
      state: PROMOTED,
      patches: [markOf(promotable, { mark, promotion: object.metadata.name })],
      removals: [...stale, ...over],
    };
  }
  if (current) {
    const retries = actual.retries.get(current.name) ?? 0;
    const step = follow(promotable, { current, retries }, policy);
    return { ...step, removals: [...step.removals, ...stale] };
  }
  if (!isReady(product) || !isReady(backend)) {
    const message = 'Waiting for the operator';
    return { ...none, removals: stale, state: { state: 'Pending', message } };
  }
  return {
    ...none,
    state: { state: 'Synced', message: 'The promotion to the gateway begins' },
    promotions: [{ server, object }],
    removals: stale,
  };
}
