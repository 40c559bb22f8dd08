/** Where a server listens. */
export type Address = { host: string; port: number };

/**
 * Reads an address as Go programs take it.
 *
 * | text | host | port |
 * |---|---|---|
 * | `127.0.0.1:9090`, `[::1]:9090` | as written | 9090 |
 * | `:8081` | every interface | 8081 |
 * | `9090` | loopback | 9090 |
 */
export function parseAddress(text: string): Address | undefined {
  const match =
    /^(?:(?<host>\[[^\]]+\]|[^:[\]]*)(?<colon>:))?(?<port>\d{1,5})$/.exec(
      text.trim(),
    );
  const { host, colon, port } = match?.groups ?? {};
  const number = Number(port);
  if (!match || number > 65_535) {
    return undefined;
  }
  if (!colon) {
    return { host: '127.0.0.1', port: number };
  }
  const bare = (host ?? '').replace(/^\[|\]$/g, '');
  return { host: bare === '' ? '::' : bare, port: number };
}

/** Whether only this machine can reach it. */
export function isLoopback({ host }: Address): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(host);
}
