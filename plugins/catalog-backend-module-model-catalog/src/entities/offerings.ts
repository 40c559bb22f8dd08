import {
  GATEWAY_API,
  GATEWAY_KEY,
  GATEWAY_MATCH,
  GATEWAY_PLANS,
  GATEWAY_STATE,
  GATEWAY_URL,
  type ServedOffering,
  shownKey,
  THREESCALE_BACKEND,
  THREESCALE_PRODUCT,
  THREESCALE_PRODUCT_ID,
  THREESCALE_TENANT,
} from '@model-catalog/common';
import type { Annotations } from './annotations';
import { BOUNDS, cut } from './bounds';
import type { Wanted } from './links';
import { gatewayRefs } from './refs';
import { cleanLine } from './text';
import type { ServerInput } from './types';

/** What the entities of a server say of how it is offered. */
export type OfferedParts = {
  annotations: Annotations;
  links: Wanted[];
  tags: string[];
};

const NOTHING: OfferedParts = { annotations: {}, links: [], tags: [] };

/** The tag of what is offered as a service. */
export const MAAS_TAG = 'maas';

/** Where the gateway's paths begin; what is in production before what is not. */
export function gatewayUrl({
  gatewayUrls: { production, staging },
  path = '',
}: ServedOffering): string | undefined {
  const base = production ?? staging;
  return base && `${base.replace(/\/+$/, '')}${path.replace(/\/+$/, '')}`;
}

/** Titles of the plans that people may choose. */
export const planTitles = ({ plans }: ServedOffering): string[] =>
  plans
    .filter(({ published }) => published)
    .map(({ title, systemName }) => cleanLine(title) ?? systemName);

/** Texts as one value, each once; `undefined` where there is none. */
function listed(texts: readonly (string | undefined)[]): string | undefined {
  const lines = texts.flatMap(text => cleanLine(text) ?? []);
  const value = [...new Set(lines)].join(', ');
  return value === '' ? undefined : cut(value, BOUNDS.annotationValue);
}

/** What 3scale calls it; nothing of others. */
function threescale(offerings: readonly ServedOffering[]) {
  const own = offerings.filter(({ source }) => source === 'threescale');
  const backends = own.flatMap(one => one.backends);
  return {
    [THREESCALE_TENANT]: listed(own.map(({ tenant }) => tenant)),
    [THREESCALE_PRODUCT_ID]: listed(own.map(({ productId }) => productId)),
    [THREESCALE_PRODUCT]: listed(own.map(({ systemName }) => systemName)),
    [THREESCALE_BACKEND]: listed(backends.map(one => one.systemName)),
  };
}

/** Annotations of one or several offerings. */
export function offeringAnnotations(
  offerings: readonly ServedOffering[],
): Annotations {
  const all = {
    [GATEWAY_URL]: listed(offerings.map(gatewayUrl)),
    [GATEWAY_KEY]: listed(offerings.map(({ auth }) => shownKey(auth))),
    [GATEWAY_PLANS]: listed(offerings.flatMap(planTitles)),
    [GATEWAY_STATE]: listed(offerings.map(({ state }) => state)),
    ...threescale(offerings),
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value]],
    ),
  );
}

/** Links of one offering; `name` tells it from others beside it. */
export function offeringLinks(
  offering: ServedOffering,
  name?: string,
): Wanted[] {
  const { portal } = offering;
  const of = name === undefined ? '' : ` ${name}`;
  const plans = planTitles(offering);
  const choice = plans.length > 0 ? `: ${plans.join(', ')}` : '';
  const url = gatewayUrl(offering);
  return [
    { title: `Gateway${of}`, url, icon: 'kind:api' },
    { title: `Subscribe${of}${choice}`, url: portal.subscribe, icon: 'help' },
    { title: `Sign up${of}`, url: portal.signup, icon: 'help' },
  ];
}

/** Annotations, links and tags of a server, and of its own API, for how it is offered. */
export function offeredParts(record: ServerInput): OfferedParts {
  const { offerings = [] } = record;
  if (offerings.length === 0) {
    return NOTHING;
  }
  const isSeveral = offerings.length > 1;
  const match = listed(
    offerings.map(({ match: { by, evidence } }) =>
      evidence === '' ? by : `${by}: ${evidence}`,
    ),
  );
  return {
    annotations: {
      ...offeringAnnotations(offerings),
      [GATEWAY_API]: gatewayRefs(record).join(', '),
      ...(match !== undefined && { [GATEWAY_MATCH]: match }),
    },
    links: offerings.flatMap(one =>
      offeringLinks(one, isSeveral ? one.title : undefined),
    ),
    tags: [MAAS_TAG],
  };
}
