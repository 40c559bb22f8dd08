import type { RequestHandler } from 'express';

const LOOPBACK = /^(([a-z0-9-]+\.)*localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** The name in a Host header or a URL, without port; `undefined` when it is none. */
function hostnameOf(url: string): string | undefined {
  return URL.canParse(url)
    ? new URL(url).hostname.replace(/\.$/, '')
    : undefined;
}

/**
 * Refuses requests for another name than ours. A page in somebody's browser
 * can give its own name this machine's address and so read what listens here;
 * its requests carry that name.
 *
 * | Host | answered |
 * |---|---|
 * | `localhost`, `x.localhost`, `127.*`, `[::1]`, with any port | yes |
 * | the host of one of `urls` (BRIDGE_URL) | yes |
 * | none, as only HTTP/1.0 may | yes: browsers always send one |
 * | any other | 403 |
 */
export function onlyKnownHosts(urls: readonly string[]): RequestHandler {
  const known = new Set(urls.map(hostnameOf));
  return (request, response, next) => {
    const host = request.get('Host');
    const name = hostnameOf(`http://${host}`);
    if (
      host === undefined ||
      (name !== undefined && (LOOPBACK.test(name) || known.has(name)))
    ) {
      next();
      return;
    }
    response.status(403).json({
      error:
        'This service is not known by that name. Ask it as localhost or by the host of BRIDGE_URL, or let readers show a token (LOCATION_TOKEN)',
    });
  };
}
