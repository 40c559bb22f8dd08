import { KEPT } from '../../contract/labels';
import type { DesiredObject, RenderedOffering } from '../../contract/types';
import { standingOf, type ThreescaleObject } from '../../threescale/objects';
import { differenceOf, stamped } from './compare';
import { planDepartures } from './departures';
import { placeOf } from './match';
import { byServer } from './owners';
import { planPromotion } from './promotions';
import type {
  Actual,
  OfferingState,
  PlannedWrite,
  PublicationPlan,
  PublicationPolicy,
} from './types';

type Draft = Omit<PublicationPlan, 'states' | 'refused' | 'missingSince'> & {
  states: Map<string, OfferingState>;
};

/** One desired object and the live one that it stands for. */
type Placed = {
  object: DesiredObject;
  live?: ThreescaleObject;
  isAdopted: boolean;
};

const isReadable = ({ kind }: DesiredObject) => kind !== 'Secret';

/** Its place and its name: an adopted object, and one of ours, keeps the name that it has. */
function place(
  offering: RenderedOffering,
  objects: readonly ThreescaleObject[],
): { placed: Placed[] } | { message: string } {
  const placed: Placed[] = [];
  for (const object of offering.objects) {
    const at = isReadable(object)
      ? placeOf(object, offering, objects)
      : ({ kind: 'free' } as const);
    if (at.kind === 'refused') {
      return { message: at.message };
    }
    if (at.kind === 'free') {
      placed.push({ object: stamped(object), isAdopted: false });
    } else {
      const { live } = at;
      const metadata = { ...object.metadata, name: live.name };
      placed.push({
        object: stamped({ ...object, metadata }),
        live,
        isAdopted: at.kind === 'adopt',
      });
    }
  }
  return { placed };
}

function reasonOf({
  object,
  live,
  isAdopted,
}: Placed): PlannedWrite['reason'] | undefined {
  if (!live) {
    return 'new';
  }
  return isAdopted ? 'adopted' : differenceOf(object, live);
}

/**
 * Secrets are not read: a Secret in the tenant's namespace is nobody's
 * business. The ActiveDoc tells by an annotation which definition its Secret
 * was given.
 */
function isSecretHeld(placed: readonly Placed[]): boolean {
  const doc = placed.find(({ object }) => object.kind === 'ActiveDoc');
  const wanted = doc?.object.metadata.annotations[KEPT.definition];
  return (
    doc?.live !== undefined &&
    wanted !== undefined &&
    doc.live.annotations[KEPT.definition] === wanted &&
    reasonOf(doc) === undefined
  );
}

function writesOf(server: string, placed: readonly Placed[]): PlannedWrite[] {
  const doc = placed.find(({ object }) => object.kind === 'ActiveDoc');
  return placed.flatMap(one => {
    const { object, live } = one;
    const isSecret = object.kind === 'Secret';
    const reason = isSecret && isSecretHeld(placed) ? undefined : reasonOf(one);
    const force = (isSecret ? doc?.live : live) !== undefined;
    return reason === undefined ? [] : [{ server, object, force, reason }];
  });
}

const RANK = {
  invalid: 'Invalid',
  failed: 'Failed',
  orphan: 'Orphan',
} as const;

/** The worst that the operator says of the objects of one server, in its words. */
function troubleOf(
  live: readonly ThreescaleObject[],
): OfferingState | undefined {
  for (const kind of ['Backend', 'Product', 'ActiveDoc'] as const) {
    for (const object of live.filter(one => one.kind === kind)) {
      const { state, message } = standingOf(object);
      if (state !== 'pending' && state !== 'done') {
        return {
          state: RANK[state],
          message: `${kind} "${object.name}": ${
            message ?? 'the operator gives no reason'
          }`,
        };
      }
    }
  }
  return undefined;
}

function planOffering(
  offering: RenderedOffering,
  { actual, own }: { actual: Actual; own: readonly ThreescaleObject[] },
  { policy, draft }: { policy: PublicationPolicy; draft: Draft },
): void {
  const { server } = offering;
  const wrong = offering.problems.find(({ severity }) => severity === 'error');
  if (wrong) {
    const message = `${wrong.field}: ${wrong.message}`;
    draft.states.set(server, { state: 'Invalid', message });
    return;
  }
  const found = place(offering, actual.objects);
  if ('message' in found) {
    draft.states.set(server, { state: 'Invalid', message: found.message });
    return;
  }
  const { placed } = found;
  const going = placed.find(({ live }) => live?.isBeingDeleted);
  if (going?.live) {
    const message = `The ${going.live.kind} "${going.live.name}" is being deleted; it is made anew afterwards`;
    draft.states.set(server, { state: 'Pending', message });
    return;
  }
  const writes = writesOf(server, placed);
  draft.writes.push(...writes);
  const liveOf = (kind: string) =>
    placed.find(({ object }) => object.kind === kind)?.live;
  const product = liveOf('Product');
  if (!product || writes.length > 0) {
    const message = 'Written; waiting for the operator';
    draft.states.set(server, { state: 'Pending', message });
    return;
  }
  const running = own.filter(({ kind }) => kind === 'ProxyConfigPromote');
  const backend = liveOf('Backend');
  const promotable = { offering, product, backend, running };
  const step = planPromotion(promotable, actual, policy);
  draft.patches.push(...step.patches);
  draft.promotions.push(...step.promotions);
  draft.removals.push(...step.removals);
  draft.againAt = earlier(draft.againAt, step.againAt);
  const live = placed.flatMap(one => one.live ?? []);
  draft.states.set(server, troubleOf(live) ?? step.state);
}

const earlier = (a: number | undefined, b: number | undefined) =>
  a === undefined || b === undefined ? a ?? b : Math.min(a, b);

/** Of two that want one object, the first by name gets it; none is written twice. */
function withoutTwins(
  desired: readonly RenderedOffering[],
): RenderedOffering[] {
  const takers = new Map<string, string>();
  return desired.map(offering => {
    const { server, objects, problems } = offering;
    const taken = objects
      .map(({ kind, metadata }) => `${kind} "${metadata.name}"`)
      .map(name => ({ name, by: takers.get(name) }))
      .find(({ by }) => by !== undefined);
    if (taken) {
      const message = `makes the ${taken.name} that ${taken.by} makes, too`;
      const problem = { field: 'metadata.name', message };
      return {
        ...offering,
        objects: [],
        problems: [...problems, { ...problem, severity: 'error' as const }],
      };
    }
    for (const { kind, metadata } of objects) {
      takers.set(`${kind} "${metadata.name}"`, server);
    }
    return offering;
  });
}

/**
 * Plans what has to be written so that what is in 3scale is what labels ask
 * for. Pure; a plan for what the plan before has made is empty.
 *
 * | the server | its objects | then |
 * |---|---|---|
 * | asks | cannot be rendered | nothing of it is touched: Invalid |
 * | asks | one would take the place of somebody else's | nothing of it is written: Invalid |
 * | asks | one is being deleted | wait: Pending |
 * | asks | missing, other than wanted, changed by hand | written: Pending |
 * | asks | as wanted | nothing is written; promoted where due |
 * | does not ask, or is gone | some of ours | see {@link planDepartures} |
 * | was never asked for | none of ours | nothing, ever |
 */
export function planPublication(
  desired: readonly RenderedOffering[],
  actual: Actual,
  policy: PublicationPolicy,
): PublicationPlan {
  const owned = byServer(actual.objects);
  const draft: Draft = {
    writes: [],
    patches: [],
    promotions: [],
    removals: [],
    states: new Map(),
  };
  for (const offering of withoutTwins(desired)) {
    const own = owned.get(offering.server) ?? [];
    planOffering(offering, { actual, own }, { policy, draft });
  }
  const wanted = new Set(desired.map(({ server }) => server));
  const departed = [...owned]
    .filter(([server]) => !wanted.has(server))
    .map(([server, own]) => ({ server, own }));
  const known = owned.size;
  const left = planDepartures(departed, actual, { policy, known });
  return {
    writes: draft.writes,
    promotions: draft.promotions,
    patches: [...draft.patches, ...left.patches],
    removals: [...draft.removals, ...left.removals],
    states: new Map([...draft.states, ...left.states]),
    refused: left.refused,
    missingSince: left.missingSince,
    againAt: earlier(draft.againAt, left.againAt),
  };
}
