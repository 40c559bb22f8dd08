import type { Offering, OfferingOperation } from '@model-catalog/common';
import type { Issue } from '@model-catalog/node';
import type { Hit } from './hit';
import type { ServerIndex } from './ServerIndex';

const NAMES: Readonly<Record<Offering['source'], string>> = {
  threescale: 'product',
  'rhoai-maas': 'MaaSModelRef',
  kuadrant: 'APIProduct',
};

/** `GET /`, with which 3scale makes each product: it lets everything by. */
const isDefaultRule = ({ method, pattern }: OfferingOperation) =>
  method.toUpperCase() === 'GET' && /^\/\$?$/.test(pattern);

const isOpenEnded = ({ pattern }: OfferingOperation) =>
  !pattern.endsWith('$') && pattern !== '/';

/** What is wrong, and with which part: a log tells only the first ones of a part. */
type Finding = { field: string; reason: string };

const found = (
  isFound: boolean,
  field: string,
  reason: () => string,
): Finding[] => (isFound ? [{ field, reason: reason() }] : []);

/** Rules of 3scale that do not do what they look like. */
function rulesFindings({ source, operations }: Offering): Finding[] {
  if (source !== 'threescale') {
    return [];
  }
  const open = operations.filter(isOpenEnded).map(({ pattern }) => pattern);
  return [
    ...found(
      operations.some(isDefaultRule),
      'mappingRules',
      () =>
        'has the mapping rule GET / that 3scale makes by itself: it lets every GET by',
    ),
    ...found(
      open.length > 0,
      'mappingRules',
      () =>
        `has mapping rules without $ at their end, which count longer paths too: ${open
          .slice(0, 3)
          .join(', ')}`,
    ),
  ];
}

/** What should be mended about an offering of a model. */
function flawsOf(offering: Offering): Finding[] {
  const { source, state, stateReason, plans, gatewayUrls } = offering;
  const { production, staging } = gatewayUrls;
  const isThreescale = source === 'threescale';
  return [
    ...found(
      isThreescale && offering.documentDigest === undefined,
      'activeDoc',
      () =>
        'has no ActiveDoc that can be read: the definition of the model server is shown instead',
    ),
    ...found(
      state === 'unpromoted',
      'promotion',
      () => 'has changes that are not promoted to production',
    ),
    ...found(
      state === 'failed' || state === 'pending',
      'status',
      () => `is ${state}: ${stateReason ?? 'its operator tells nothing more'}`,
    ),
    ...found(
      isThreescale && !plans.some(plan => plan.published),
      'applicationPlans',
      () => 'has no published plan: nobody can subscribe',
    ),
    ...found(
      production === undefined && staging === undefined,
      'gateway',
      () => 'has no gateway URL that is known',
    ),
    ...rulesFindings(offering),
  ];
}

/** Backends that should lead to a model server, and lead to none. */
function lostBackends(
  { backends }: Offering,
  { hits, index }: { hits: readonly Hit[]; index: ServerIndex },
): Finding[] {
  return backends.flatMap(({ server, service }) => {
    if (server !== undefined) {
      return found(
        !index.get(server),
        'backend',
        () => `is of the model server ${server}, which is not there`,
      );
    }
    const isLost =
      hits.length === 0 &&
      service !== undefined &&
      index.isInhabited(service.namespace);
    return found(
      isLost,
      'backend',
      () =>
        `leads to Service ${service?.namespace}/${service?.name}, which is of no model server that is shown`,
    );
  });
}

/**
 * What is worth mending about an offering. Of products that have nothing to do
 * with models nothing is said: an API management has many of them.
 */
export function findingsOf(
  offering: Offering,
  joined: { hits: readonly Hit[]; index: ServerIndex },
): Issue[] {
  const { source, id } = offering;
  const flaws = joined.hits.length > 0 ? flawsOf(offering) : [];
  return [...lostBackends(offering, joined), ...flaws].map(finding => ({
    source,
    object: `${NAMES[source]} ${id}`,
    ...finding,
  }));
}
