import { z } from 'zod/v4';
import { findEndpoints, SELECTOR } from '../discovery/findEndpoints';
import { Route, Service } from '../discovery/schema';
import type { DiscoveredEndpoint, EndpointKind } from '../discovery/types';
import { isHttpError } from '../http';
import type { KubernetesClient } from '../kubernetes/types';

const List = z.object({ items: z.array(z.unknown()).nullish() });

/** What one look into the operators' namespaces brought. */
export type FoundNow = {
  found: readonly DiscoveredEndpoint[];
  /** By namespace, why Services or Routes there cannot be listed. */
  problems: readonly { namespace: string; error: unknown }[];
};

/** A kind that is not served has no objects. */
async function listOf<T>(
  client: Pick<KubernetesClient, 'get'>,
  path: string,
  schema: z.ZodType<T>,
): Promise<T[]> {
  const query = new URLSearchParams({ labelSelector: SELECTOR, limit: '500' });
  try {
    const { items } = await client.get(`${path}?${query}`, List);
    return (items ?? []).flatMap(item => schema.safeParse(item).data ?? []);
  } catch (error) {
    if (isHttpError(error, 404)) {
      return [];
    }
    throw error;
  }
}

/**
 * Looks once for registries and catalogs, as the discovery that runs does: by
 * the Services and Routes of the operators' namespaces. Their names are those
 * that a new installation gives them.
 */
export async function findNow(
  client: Pick<KubernetesClient, 'get'>,
  namespaces: readonly string[],
  kinds: readonly EndpointKind[],
): Promise<FoundNow> {
  const problems: { namespace: string; error: unknown }[] = [];
  const looks = await Promise.all(
    namespaces.map(async namespace => {
      const look = <T>(path: string, schema: z.ZodType<T>) =>
        listOf(client, path, schema).catch((error: unknown) => {
          problems.push({ namespace, error });
          return [];
        });
      return {
        services: await look(
          `/api/v1/namespaces/${namespace}/services`,
          Service,
        ),
        routes: await look(
          `/apis/route.openshift.io/v1/namespaces/${namespace}/routes`,
          Route,
        ),
      };
    }),
  );
  const seen = {
    services: looks.flatMap(({ services }) => services),
    routes: looks.flatMap(({ routes }) => routes),
    registries: [],
  };
  const given = { names: new Map<string, string>(), known: new Set<string>() };
  return {
    found: kinds.flatMap(kind => findEndpoints(kind, seen, given)),
    problems,
  };
}
