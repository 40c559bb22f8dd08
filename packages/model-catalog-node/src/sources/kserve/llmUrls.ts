import type { LlmInferenceService } from './llmSchema';
import { isInternal, type ServerUrls, urlReader } from './urls';

/** Best first; the ones behind `-model-routing` choose the server by the model in the request. */
const EXTERNAL = ['gateway-external', 'gateway-external-model-routing'];
const INTERNAL = [
  'gateway-internal',
  'internal',
  'gateway-internal-model-routing',
  'internal-model-routing',
];

type Address = { name: string; url: string };

const called = (addresses: readonly Address[], names: readonly string[]) =>
  names.flatMap(name => addresses.filter(one => one.name === name));

/**
 * Where an LLMInferenceService answers, as its status says it.
 *
 * | given | external | internal |
 * |---|---|---|
 * | addresses with a name (v1alpha2, late v1alpha1) | `gateway-external`, then that with `-model-routing` | `gateway-internal`, `internal`, then those with `-model-routing` |
 * | `status.url` outside | wins over the addresses | - |
 * | addresses without a name | the first one outside | the first one in the cluster |
 * | `status.url` or `status.address.url` in the cluster | - | when no address is |
 */
export function llmUrlsOf({
  metadata,
  status,
}: LlmInferenceService): ServerUrls {
  const { namespace } = metadata;
  const unusable: string[] = [];
  const usable = urlReader(unusable);
  const inside = (url: string) => isInternal(url, namespace);
  const main = usable('status.url', status?.url);
  const address = usable('status.address.url', status?.address?.url);
  const addresses = (status?.addresses ?? []).flatMap((one, index) => {
    const url = usable(`status.addresses.${index}.url`, one.url);
    return url === undefined ? [] : [{ name: one.name?.trim() ?? '', url }];
  });
  const named = new Set([...EXTERNAL, ...INTERNAL]);
  const unnamed = addresses.filter(({ name }) => !named.has(name));
  const external = [
    main !== undefined && !inside(main) ? main : undefined,
    ...called(addresses, EXTERNAL).map(({ url }) => url),
    ...unnamed.map(({ url }) => url).filter(url => !inside(url)),
  ];
  const internal = [
    ...called(addresses, INTERNAL).map(({ url }) => url),
    ...unnamed.map(({ url }) => url).filter(inside),
    address !== undefined && inside(address) ? address : undefined,
    main !== undefined && inside(main) ? main : undefined,
  ];
  return {
    externalUrl: external.find(url => url !== undefined),
    internalUrl: internal.find(url => url !== undefined),
    unusable,
  };
}
