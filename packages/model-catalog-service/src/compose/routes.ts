import {
  HttpError,
  type HttpClient,
  isHttpError,
  type KubernetesClient,
  Route,
  routeAddress,
} from '@model-catalog/node';
import type { RouteEndpoint } from '../config/endpoints';

/** The host of a Route may change; not often. */
const REMEMBER_MS = 60_000;

type RouteRef = RouteEndpoint['route'];

/** Stands in URLs for the host of a Route that is looked up when it is asked. */
export const placeholderUrl = ({ name }: RouteRef) =>
  `https://${name}.route.invalid`;

function flaw(reason: string, { namespace, name }: RouteRef): HttpError {
  return new HttpError(reason, {
    kind: 'content',
    method: 'GET',
    url: `Route ${namespace ?? ''}/${name}`,
  });
}

/** The address of a Route; one that must not get a token is refused. */
function originOf(route: Route, ref: RouteRef): string {
  const address = routeAddress(route);
  if ('flaw' in address) {
    throw flaw(address.flaw, ref);
  }
  return address.url;
}

type Cluster = {
  client: Pick<KubernetesClient, 'get'>;
  /** Where a Route without a namespace is looked for: where operators put registries. */
  namespaces: readonly string[];
};

/** Where a Route leads, as the cluster says it now. Throws `HttpError`. */
export async function routeOrigin(
  { client, namespaces }: Cluster,
  { namespace, name }: RouteRef,
): Promise<string> {
  const places = namespace ? [namespace] : namespaces;
  let absent: unknown;
  for (const place of places) {
    try {
      const path = `/apis/route.openshift.io/v1/namespaces/${place}/routes/${name}`;
      const route = await client.get(path, Route);
      return originOf(route, { namespace: place, name });
    } catch (error) {
      if (!isHttpError(error, 404)) {
        throw error;
      }
      absent = error;
    }
  }
  throw absent;
}

/**
 * An HTTP client whose {@link placeholderUrl} leads to the Route: found by the
 * Kubernetes API when it is needed, so that a Route may come, move and go
 * while we run.
 */
export function throughRoute(
  http: HttpClient,
  ref: RouteRef,
  { now, ...cluster }: Cluster & { now: () => number },
): HttpClient {
  let known: { origin: string; until: number } | undefined;
  const resolve = async (url: string) => {
    if (!known || now() >= known.until) {
      known = {
        origin: await routeOrigin(cluster, ref),
        until: now() + REMEMBER_MS,
      };
    }
    return url.replace(placeholderUrl(ref), known.origin);
  };
  return {
    request: async request =>
      http.request({ ...request, url: await resolve(request.url) }),
    lines: async function* lines(request) {
      yield* http.lines({ ...request, url: await resolve(request.url) });
    },
    close: () => http.close(),
  };
}
