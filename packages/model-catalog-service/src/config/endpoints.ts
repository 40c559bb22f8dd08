/** Where a token of an endpoint's own is; read anew for each request. */
export type TokenSource = { file: string } | { env: string };

/** How one endpoint is reached, where it is not as the others are. */
export type EndpointAccess = {
  token?: TokenSource;
  /** File with certificates that are trusted besides the others. */
  caFile?: string;
};

/** A registry or catalog at a URL that was given by hand. */
export type UrlEndpoint = EndpointAccess & { name: string; url: string };

/** A registry or catalog behind a Route of OpenShift, named by hand. */
export type RouteEndpoint = EndpointAccess & {
  name: string;
  /** Without a namespace it is looked for where operators put registries. */
  route: { namespace?: string; name: string };
};

export type Endpoint = UrlEndpoint | RouteEndpoint;

/** A part of the list that cannot be used, and why. */
export type EndpointFlaw = { part: string; reason: string };

const NAMED = /^(?<name>[A-Za-z0-9][A-Za-z0-9._-]*)=(?<url>https?:\/\/.*)$/;
const GATEWAY_PATH = /^\/model-registry\/(?<name>[^/]+)/;

const ROUTE =
  /^(?:(?<namespace>[a-z0-9]([a-z0-9-]*[a-z0-9])?):)?(?<route>[a-z0-9]([a-z0-9.-]*[a-z0-9])?)$/;

/** What operators put behind the name of a registry to name its Route. */
const ROUTE_SUFFIX = /-(rest|https?)$/;

/** The name of a registry by the URL that the operator gives it; `default` when it does not tell. */
export function registryNameOf(url: URL): string {
  const inPath = GATEWAY_PATH.exec(url.pathname)?.groups?.name;
  if (inPath) {
    return inPath;
  }
  const { hostname } = url;
  const isPlainHost = /^[\d.]+$|^\[|^localhost$/.test(hostname);
  const [label = ''] = hostname.split('.');
  return isPlainHost ? 'default' : label.replace(ROUTE_SUFFIX, '');
}

function parseRoute(part: string): RouteEndpoint | undefined {
  const { namespace, route } = ROUTE.exec(part)?.groups ?? {};
  return route === undefined
    ? undefined
    : {
        name: route.replace(ROUTE_SUFFIX, ''),
        route: { namespace, name: route },
      };
}

function parseUrl(part: string): UrlEndpoint | EndpointFlaw {
  const named = NAMED.exec(part)?.groups;
  const text = named?.url ?? part;
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    return {
      // What is no URL may hold a password all the same.
      part: part.replace(/^([A-Za-z0-9._-]+=)?(https?:\/\/)?.*@/, '$1$2***@'),
      reason:
        'is no http or https URL and no name of a Route; write https://…, name=https://… or namespace:route',
    };
  }
  const url = new URL(text);
  if (url.username || url.password) {
    return {
      part: url.host,
      reason: 'must hold no user or password; use KFMR_TOKEN',
    };
  }
  return { name: named?.name ?? registryNameOf(url), url: text };
}

/** Reads a comma list of `URL`, `name=URL`, `route` and `namespace:route`; equal names are a flaw. */
export function parseEndpoints(text: string): {
  endpoints: Endpoint[];
  flaws: EndpointFlaw[];
} {
  const endpoints: Endpoint[] = [];
  const flaws: EndpointFlaw[] = [];
  for (const part of text.split(',').map(p => p.trim())) {
    if (part === '') {
      continue;
    }
    const parsed = parseRoute(part) ?? parseUrl(part);
    if ('reason' in parsed) {
      flaws.push(parsed);
    } else if (endpoints.some(({ name }) => name === parsed.name)) {
      flaws.push({
        part,
        reason: `has the name "${parsed.name}" as another one; write another-name=URL`,
      });
    } else {
      endpoints.push(parsed);
    }
  }
  return { endpoints, flaws };
}
