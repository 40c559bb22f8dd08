import { exceeds } from '@model-catalog/node';
import { isRecord, type ThreescaleObject } from '../../threescale/objects';
import type {
  Actual,
  OfferingState,
  PlannedPatch,
  PlannedRemoval,
  PublicationPolicy,
  Sight,
} from './types';

/** A server that asks for nothing (any more), and what is left of its offering. */
export type Departed = {
  server: string;
  own: readonly ThreescaleObject[];
};

export type DepartureSteps = {
  patches: PlannedPatch[];
  removals: PlannedRemoval[];
  states: Map<string, OfferingState>;
  refused: string[];
  missingSince: Map<string, number>;
  againAt?: number;
};

/** The plans of a Product that anybody can still subscribe to. */
function openPlans({ spec }: ThreescaleObject): string[] {
  const plans = isRecord(spec.applicationPlans) ? spec.applicationPlans : {};
  return Object.entries(plans)
    .filter(([, plan]) => isRecord(plan) && plan.published === true)
    .map(([name]) => name);
}

/** Takes the plans of the Products away from new subscribers, and ends promotions. */
export function hiding({ server, own }: Departed): {
  patches: PlannedPatch[];
  removals: PlannedRemoval[];
} {
  const patches = own.flatMap((object): PlannedPatch[] => {
    const open = object.kind === 'Product' ? openPlans(object) : [];
    const hidden = open.map(name => [name, { published: false }] as const);
    return open.length === 0 || object.isBeingDeleted
      ? []
      : [
          {
            server,
            kind: object.kind,
            name: object.name,
            change: { spec: { applicationPlans: Object.fromEntries(hidden) } },
            reason: 'hidden',
          },
        ];
  });
  return { patches, removals: removed(server, own, ['ProxyConfigPromote']) };
}

function secretOf({ spec }: ThreescaleObject): string | undefined {
  const ref = isRecord(spec.activeDocOpenAPIRef)
    ? spec.activeDocOpenAPIRef
    : {};
  const secret = isRecord(ref.secretRef) ? ref.secretRef.name : undefined;
  return typeof secret === 'string' && secret !== '' ? secret : undefined;
}

function removed(
  server: string,
  own: readonly ThreescaleObject[],
  kinds: readonly ThreescaleObject['kind'][],
): PlannedRemoval[] {
  return kinds.flatMap(kind =>
    own
      .filter(one => one.kind === kind && !one.isBeingDeleted)
      .map(({ name, uid }) => ({
        server,
        kind,
        name,
        uid,
        reason: 'unpublished' as const,
      })),
  );
}

/**
 * Deletes all of an offering, what refers before what is referred to. 3scale
 * does not delete a backend that a product uses, so that waits until the
 * Product is gone.
 */
export function deleting({ server, own }: Departed): PlannedRemoval[] {
  const docs = own.filter(({ kind }) => kind === 'ActiveDoc');
  const secrets = docs.flatMap((doc): PlannedRemoval[] => {
    const name = doc.isBeingDeleted ? undefined : secretOf(doc);
    return name === undefined
      ? []
      : [{ server, kind: 'Secret', name, reason: 'unpublished' }];
  });
  const hasProduct = own.some(({ kind }) => kind === 'Product');
  return [
    ...removed(server, own, ['ProxyConfigPromote', 'ActiveDoc']),
    ...secrets,
    ...removed(server, own, ['Product']),
    ...(hasProduct ? [] : removed(server, own, ['Backend'])),
  ];
}

type Judgement = 'now' | 'wait' | 'held' | 'refused';

const HELD: Record<Exclude<Judgement, 'now'>, string> = {
  wait: 'The model server is gone; if it does not come back soon, the offering follows',
  held: 'Nobody knows whether the model server is there: its namespace cannot be listed, or is not allowed. The offering stays',
  refused:
    'Too many model servers are gone at once, so their offerings stay. If that is as it should be: model-catalog-bridge maas unpublish, with their names or --all',
};

/** What a departed server still has that the policy would take away. */
function workOf(departed: Departed, { deletion }: PublicationPolicy) {
  return deletion === 'delete'
    ? { patches: [], removals: deleting(departed) }
    : hiding(departed);
}

const isWork = ({ patches, removals }: ReturnType<typeof workOf>) =>
  patches.length + removals.length > 0;

/** When a server is first missed counts; one that is seen to be there needs no time. */
function judge(
  sight: Sight,
  { since, isTooMuch }: { since: number; isTooMuch: boolean },
  { now, graceMs }: PublicationPolicy,
): Judgement {
  if (sight === 'there') {
    return 'now';
  }
  if (sight === 'unknown') {
    return 'held';
  }
  if (sight === 'absent' && isTooMuch) {
    return 'refused';
  }
  return now - since >= graceMs ? 'now' : 'wait';
}

/**
 * What becomes of offerings whose servers do not ask for them.
 *
 * | the server | share of such servers too large | missing for the grace period | then |
 * |---|---|---|---|
 * | is there without the label | - | - | the policy, at once: its owner has said so |
 * | was seen to be deleted | - | no | wait |
 * | was seen to be deleted | - | yes | the policy |
 * | is not in a whole list | yes | - | stays, refused |
 * | is not in a whole list | no | no, yes | wait, the policy |
 * | cannot be seen | - | - | stays |
 *
 * @param known - how many servers have an offering, departed or not.
 */
export function planDepartures(
  departed: readonly Departed[],
  actual: Actual,
  { policy, known }: { policy: PublicationPolicy; known: number },
): DepartureSteps {
  const steps: DepartureSteps = {
    patches: [],
    removals: [],
    states: new Map(),
    refused: [],
    missingSince: new Map(),
  };
  const open = departed
    .map(one => ({ ...one, work: workOf(one, policy) }))
    .filter(({ work }) => isWork(work));
  const absent = open.filter(({ server }) => actual.sight(server) === 'absent');
  // What is hidden already is no part of what may vanish now.
  const standing = known - (departed.length - open.length);
  const isTooMuch = exceeds(absent.length, standing, policy.removal);
  for (const { server } of departed) {
    steps.states.set(server, HIDDEN);
  }
  for (const { server, work } of open) {
    const sight = actual.sight(server);
    const since = actual.missingSince.get(server) ?? policy.now;
    const judgement = judge(sight, { since, isTooMuch }, policy);
    if (sight === 'gone' || sight === 'absent') {
      steps.missingSince.set(server, since);
    }
    if (judgement === 'now') {
      steps.patches.push(...work.patches);
      steps.removals.push(...work.removals);
      continue;
    }
    steps.states.set(server, { state: 'Held', message: HELD[judgement] });
    if (judgement === 'refused') {
      steps.refused.push(server);
    }
    if (judgement === 'wait') {
      const due = since + policy.graceMs;
      steps.againAt = Math.min(steps.againAt ?? due, due);
    }
  }
  return steps;
}

const HIDDEN: OfferingState = {
  state: 'Hidden',
  message: 'Not asked for: nobody new can subscribe',
};
