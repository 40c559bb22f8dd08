import type { IncomingHttpHeaders } from 'node:http';
import type { Proxy } from '../state/types';

/** What of a product says where its callers put the key. */
export type CredentialsPlace = Pick<
  Proxy,
  'credentials_location' | 'auth_user_key'
>;

/** What of a request may carry a key. */
export interface Carrier {
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
}

/**
 * The key in an Authorization header. The scheme is case-sensitive, and there
 * has to be one.
 *
 * | header | key |
 * |---|---|
 * | `Bearer abc` | `abc` |
 * | `Basic` of `abc:` | `abc` |
 * | `Basic` of `:abc` | `abc` |
 * | `abc`, `bearer abc` | none |
 */
function keyInAuthorization(header: string | undefined): string | undefined {
  const [, scheme, value] = /^(\S+) +(\S+)$/.exec(header?.trim() ?? '') ?? [];
  if (scheme === 'Bearer') return value;
  if (scheme !== 'Basic') return undefined;
  const pair = Buffer.from(value ?? '', 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  const [user, password] =
    colon < 0 ? [pair, ''] : [pair.slice(0, colon), pair.slice(colon + 1)];
  return user || password || undefined;
}

/** The user key of a request, from where the product says that it is. */
export function userKeyIn(
  place: CredentialsPlace,
  { headers, query }: Carrier,
): string | undefined {
  switch (place.credentials_location) {
    case 'authorization':
      return keyInAuthorization(headers.authorization);
    case 'headers': {
      const value = headers[place.auth_user_key.toLowerCase()];
      return (Array.isArray(value) ? value[0] : value)?.trim() || undefined;
    }
    default:
      return query.get(place.auth_user_key) || undefined;
  }
}
