import type { Connection } from '@model-catalog/connection';

/** A model card, or how a server is called: on which location service, under which keys. */
export type CardAddress = {
  connection: Connection;
  /** Absent where a server has no card. */
  key?: string;
  /** Key of the server whose page it is: how it is called stands above the card. */
  server?: string;
  /** Which URLs of the server may be shown. */
  urls?: string;
};

const CARD_PATH = '/modelcard';
/** What old location services write into their documents, wherever they run. */
const OLD_ORIGIN = 'http://localhost:9090';
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Whether the URL of old services means this one: it is on loopback, on their port. */
function isOldLoopback(base: URL): boolean {
  return (
    base.protocol === 'http:' &&
    base.port === '9090' &&
    base.pathname === '/' &&
    LOOPBACK.includes(base.hostname)
  );
}

function serves(base: URL, url: URL): boolean {
  const basePath = base.pathname.replace(/\/+$/, '');
  const own =
    url.origin === base.origin && url.pathname === `${basePath}${CARD_PATH}`;
  const old =
    isOldLoopback(base) &&
    url.origin === OLD_ORIGIN &&
    url.pathname === CARD_PATH;
  return own || old;
}

/**
 * The model card that a URL names; `undefined` when it is no card of a
 * configured location service.
 *
 * | URL | is a card |
 * |---|---|
 * | scheme, host and port of a base URL, its path and `/modelcard`, one `key` | yes |
 * | `http://localhost:9090/modelcard?key=` and a base URL on another name of loopback, same port | yes |
 * | the same with one `server`, and one `urls` | yes, for that server |
 * | the same with one `server` and no key | how that server is called |
 * | another scheme, host or port; a longer or encoded path; a user or password; neither key nor server, an empty key, two of either | no |
 */
export function matchCard(
  url: URL,
  connections: readonly Connection[],
): CardAddress | undefined {
  const { searchParams } = url;
  const [key, ...moreKeys] = searchParams.getAll('key');
  const [server, ...moreServers] = searchParams.getAll('server');
  const [urls, ...moreUrls] = searchParams.getAll('urls');
  const isAmbiguous =
    moreKeys.length + moreServers.length + moreUrls.length > 0;
  const isNamed = key === undefined ? Boolean(server) : key !== '';
  if (url.username || url.password || !isNamed || isAmbiguous) {
    return undefined;
  }
  const connection = connections.find(({ baseUrl }) =>
    serves(new URL(baseUrl), url),
  );
  return (
    connection && {
      connection,
      ...(key && { key }),
      ...(server && { server }),
      ...(server && urls && { urls }),
    }
  );
}
