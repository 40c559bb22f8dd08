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

/** Rules of 3scale that do not do what they look like. */
function rulesFindings({ source, operations }: Offering): string[] {
  if (source !== 'threescale') {
    return [];
  }
  const open = operations.filter(isOpenEnded).map(({ pattern }) => pattern);
  return [
    ...(operations.some(isDefaultRule)
      ? [
          'has the mapping rule GET / that 3scale makes by itself: it lets every GET by',
        ]
      : []),
    ...(open.length > 0
      ? [
          `has mapping rules without $ at their end, which count longer paths too: ${open
            .slice(0, 3)
            .join(', ')}`,
        ]
      : []),
  ];
}

/** What should be mended about an offering of a model. */
function flawsOf(offering: Offering): string[] {
  const { source, state, stateReason, plans, gatewayUrls } = offering;
  const hasNoPlan = source === 'threescale' && !plans.some(p => p.published);
  const isWithoutDocument =
    source === 'threescale' && offering.documentDigest === undefined;
  return [
    ...(isWithoutDocument
      ? [
          'has no ActiveDoc that can be read: the definition of the model server is shown instead',
        ]
      : []),
    ...(state === 'unpromoted'
      ? ['has changes that are not promoted to production']
      : []),
    ...(state === 'failed' || state === 'pending'
      ? [`is ${state}: ${stateReason ?? 'its operator tells nothing more'}`]
      : []),
    ...(hasNoPlan ? ['has no published plan: nobody can subscribe'] : []),
    ...(gatewayUrls.production === undefined &&
    gatewayUrls.staging === undefined
      ? ['has no gateway URL that is known']
      : []),
    ...rulesFindings(offering),
  ];
}

/** Backends that should lead to a model server, and lead to none. */
function lostBackends(
  { backends }: Offering,
  { hits, index }: { hits: readonly Hit[]; index: ServerIndex },
): string[] {
  return backends.flatMap(({ server, service }) => {
    if (server !== undefined && !index.get(server)) {
      return [`is of the model server ${server}, which is not there`];
    }
    const isLost =
      hits.length === 0 &&
      service !== undefined &&
      index.isInhabited(service.namespace);
    return isLost
      ? [
          `leads to Service ${service.namespace}/${service.name}, which is of no model server that is shown`,
        ]
      : [];
  });
}

/**
 * What is worth mending about an offering. Of products that have nothing to do
 * with models nothing is said: an API management has many of them.
 */
export function findingsOf(
  offering: Offering,
  found: { hits: readonly Hit[]; index: ServerIndex },
): Issue[] {
  const { source, id } = offering;
  const flaws = found.hits.length > 0 ? flawsOf(offering) : [];
  return [...lostBackends(offering, found), ...flaws].map(reason => ({
    source,
    object: `${NAMES[source]} ${id}`,
    reason,
  }));
}
