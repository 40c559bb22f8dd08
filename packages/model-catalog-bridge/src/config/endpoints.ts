/** A registry or catalog that was named by hand. */
export type Endpoint = { name: string; url: string };

/** A part of the list that cannot be used, and why. */
export type EndpointFlaw = { part: string; reason: string };

const NAMED = /^(?<name>[A-Za-z0-9][A-Za-z0-9._-]*)=(?<url>https?:\/\/.*)$/;
const GATEWAY_PATH = /^\/model-registry\/(?<name>[^/]+)/;

/** The name of a registry by the URL that the operator gives it; `default` when it does not tell. */
export function registryNameOf(url: URL): string {
  const inPath = GATEWAY_PATH.exec(url.pathname)?.groups?.name;
  if (inPath) {
    return inPath;
  }
  const { hostname } = url;
  const isPlainHost = /^[\d.]+$|^\[|^localhost$/.test(hostname);
  const [label = ''] = hostname.split('.');
  return isPlainHost ? 'default' : label.replace(/-(rest|https?)$/, '');
}

function parseEndpoint(part: string): Endpoint | EndpointFlaw {
  const named = NAMED.exec(part)?.groups;
  const text = named?.url ?? part;
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    return {
      part,
      reason: 'is no http or https URL; give the URL of the route, or name=URL',
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

/** Reads a comma list of `URL` and `name=URL`; equal names are a flaw. */
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
    const parsed = parseEndpoint(part);
    if ('reason' in parsed) {
      flaws.push(parsed);
    } else if (endpoints.some(({ name }) => name === parsed.name)) {
      flaws.push({
        part: parsed.url,
        reason: `has the name "${parsed.name}" as another one; write another-name=URL`,
      });
    } else {
      endpoints.push(parsed);
    }
  }
  return { endpoints, flaws };
}
