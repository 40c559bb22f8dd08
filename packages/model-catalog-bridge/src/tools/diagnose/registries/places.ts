import { type EndpointKind, findNow } from '@model-catalog/node';
import type { Config } from '../../../config/config';
import {
  type Endpoint,
  permissionOf,
  routeOrigin,
} from '@model-catalog/service';
import type { EndpointPlace } from '../checks/endpoints';
import type { Cluster } from '../cluster';
import { inWords } from '../failure';

/** A registry or catalog with the addresses at which it may be. */
export type Place = EndpointPlace &
  Pick<Endpoint, 'token' | 'caFile'> & {
    addresses: readonly string[];
    /** Why it has none. */
    problem?: string;
  };

/** What names the URL of one. */
export const SETTING = {
  'model-registry': 'MR_ROUTE or registries',
  'model-catalog': 'CATALOG_URL or catalogs',
};

async function configuredPlace(
  kind: EndpointKind,
  endpoint: Endpoint,
  { cluster, namespaces }: { cluster: Cluster; namespaces: readonly string[] },
): Promise<Place> {
  const { name, token, caFile } = endpoint;
  const base = { kind, name, token, caFile };
  if ('url' in endpoint) {
    return { ...base, how: `by ${SETTING[kind]}`, addresses: [endpoint.url] };
  }
  const { route } = endpoint;
  const how = `by the Route ${route.namespace ?? namespaces.join(' or ')}/${
    route.name
  }`;
  try {
    const { client } = cluster;
    const origin = await routeOrigin({ client, namespaces }, route);
    return { ...base, how, addresses: [origin] };
  } catch (error) {
    return { ...base, how, addresses: [], problem: inWords(error) };
  }
}

/** What there is of a kind, and whether the cluster was asked for more of it. */
export type PlacesOfKind = {
  kind: EndpointKind;
  isLookedFor: boolean;
  places: readonly Place[];
};

/** Registries and catalogs that are configured, or found in the cluster; and why they cannot be looked for, where that is so. */
export async function findPlaces(
  cluster: Cluster,
  { registries, catalogs, discovery }: Config,
): Promise<{ kinds: readonly PlacesOfKind[]; problem: unknown }> {
  const { namespaces } = discovery;
  const asked = [
    {
      kind: 'model-registry' as const,
      given: registries,
      isLookedFor: discovery.registries,
    },
    {
      kind: 'model-catalog' as const,
      given: catalogs,
      isLookedFor: discovery.catalogs,
    },
  ];
  const looked = asked.flatMap(one => (one.isLookedFor ? [one.kind] : []));
  const { found, problems } = await findNow(cluster.client, namespaces, looked);
  const kinds: PlacesOfKind[] = [];
  for (const { kind, given, isLookedFor } of asked) {
    const configured = await Promise.all(
      given.map(one => configuredPlace(kind, one, { cluster, namespaces })),
    );
    const discovered = found
      .filter(endpoint => endpoint.kind === kind)
      .map(endpoint => ({
        kind,
        name: endpoint.name,
        how: `found by Service ${endpoint.namespace}/${endpoint.service}`,
        permission: permissionOf({ kind, endpoint }),
        addresses: endpoint.addresses,
      }));
    kinds.push({ kind, isLookedFor, places: [...configured, ...discovered] });
  }
  return { kinds, problem: problems[0]?.error };
}
