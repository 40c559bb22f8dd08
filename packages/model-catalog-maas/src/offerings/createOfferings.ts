import type { Offering, OfferingSource } from '@model-catalog/common';
import type {
  KubernetesClient,
  OfferingSources,
  ReflectorSettings,
  Source,
  SourceContext,
} from '@model-catalog/node';
import { createOfferingSource } from './createOfferingSource';
import { createGroups } from './kubernetes/groups';
import { matchOfferings } from './match/matchOfferings';
import {
  createKindsReader,
  type KindsReaderOptions,
} from './others/createKindsReader';
import { fromKuadrant, KUADRANT_KINDS, parseKuadrant } from './others/kuadrant';
import { fromRhoai, parseRhoai, RHOAI_KINDS } from './others/openshiftAi';
import { createObjectReader } from './threescale/createObjectReader';
import { createTenantReader } from './threescale/createTenantReader';
import type { TenantAccess } from './threescale/TenantPoll';

export type OfferingsOptions = {
  client: KubernetesClient;
  /** For each source by its id. */
  contextOf: (id: string) => SourceContext;
  /** Of the cluster; `cluster.local` unless given. */
  clusterDomain?: string;
  /** Whether products are told of that are only called as a server is. */
  suggestions?: boolean;
  threescale?: {
    /** Of the operator's objects; all unless given. */
    namespaces?: readonly string[];
    /** Of the developer portal, where it is not as the tenant's name says. */
    portalUrl?: string;
    /** The tenant's own API; unless given, only the operator's objects are read. */
    admin?: TenantAccess;
  };
  /** Between two readings of what is not watched, milliseconds. */
  intervalMs?: number;
  /** For tests and special clusters. */
  settings?: Partial<ReflectorSettings>;
};

/** Where models are offered as a service, as far as it can be read here. */
export function createOfferings(
  options: OfferingsOptions,
): OfferingSources & { sources: readonly Source<Offering>[] } {
  const { client, contextOf, threescale = {}, settings } = options;
  const { clusterDomain = 'cluster.local', suggestions = false } = options;
  const { admin: tenant, portalUrl } = threescale;
  const { intervalMs } = options;
  const context = contextOf('threescale');
  const groups = createGroups(client, context.now);
  const shared = { client, groups, clusterDomain, settings };
  const kindsSource = <T>(
    id: OfferingSource,
    kinds: Pick<KindsReaderOptions<T>, 'kinds' | 'parse' | 'make'>,
  ) => {
    const own = contextOf(id);
    const reader = createKindsReader({
      ...{ ...kinds, ...shared, source: id, context: own },
    });
    return createOfferingSource({ id, context: own, readers: [reader] });
  };
  return {
    sources: [
      createOfferingSource({
        id: 'threescale',
        context,
        readers: [
          createObjectReader({ ...shared, ...threescale, context }),
          ...(tenant
            ? [
                createTenantReader({
                  ...shared,
                  tenant,
                  portalUrl,
                  intervalMs,
                  context,
                }),
              ]
            : []),
        ],
      }),
      kindsSource('rhoai-maas', {
        kinds: RHOAI_KINDS,
        parse: parseRhoai,
        make: fromRhoai,
      }),
      kindsSource('kuadrant', {
        kinds: KUADRANT_KINDS,
        parse: parseKuadrant,
        make: fromKuadrant,
      }),
    ],
    match: (offerings, servers) =>
      matchOfferings(offerings, servers, { suggestions }),
  };
}
