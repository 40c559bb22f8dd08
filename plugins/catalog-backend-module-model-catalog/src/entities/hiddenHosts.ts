/** What a text shows in the place of a host that is not to be seen. */
const HIDDEN = 'hidden.invalid';

/** Whether only the cluster itself can resolve a host: the name of a Service, or one without a dot. */
function isInternalHost(hostname: string): boolean {
  const labels = hostname.replace(/\.$/, '').split('.');
  return (
    (labels.length === 1 && !hostname.includes(':')) ||
    labels.slice(2).includes('svc') ||
    labels.slice(-2).join('.') === 'cluster.local'
  );
}

/** Whether a URL leads to something that only the cluster itself can reach. */
export function isInternalUrl(url: string): boolean {
  return URL.canParse(url) && isInternalHost(new URL(url).hostname);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The text with another host in each URL to the hosts of `urls`. */
export function withoutHosts(text: string, urls: readonly string[]): string {
  const hosts = urls
    .filter(url => URL.canParse(url))
    .flatMap(url => [new URL(url).host, new URL(url).hostname])
    .filter(host => host !== '');
  // The longest first: a host with a port before the host alone.
  const longest = [...new Set(hosts)].sort((a, b) => b.length - a.length);
  return longest.reduce(
    (all, host) =>
      all.replace(
        new RegExp(`//${escaped(host)}(?![\\w.-])`, 'gi'),
        `//${HIDDEN}`,
      ),
    text,
  );
}

function isObject(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isHiddenServer = (
  server: unknown,
  show: (url: string) => boolean,
): boolean =>
  isObject(server) &&
  typeof server.url === 'string' &&
  URL.canParse(server.url) &&
  !show(server.url);

/** An OpenAPI document in JSON without the servers that are not shown; any other text as it is. */
export function withoutServers(
  text: string,
  show: (url: string) => boolean,
): string {
  if (!text.trimStart().startsWith('{')) {
    return text;
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return text;
  }
  if (!isObject(document) || !Array.isArray(document.servers)) {
    return text;
  }
  const servers = document.servers.filter(one => !isHiddenServer(one, show));
  if (servers.length === document.servers.length) {
    return text;
  }
  const { servers: _, ...rest } = document;
  return JSON.stringify(servers.length > 0 ? { ...rest, servers } : rest);
}
