import { BlockList, isIP } from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;

/** Hosts that no proxy outside of the cluster or of this machine could reach. */
const NEAR =
  /^(localhost|[^.]+|.*\.(svc|local|localhost|internal)|.*\.svc\..*)$/i;

function valueOf(env: Environment, name: string): string | undefined {
  return (env[name] ?? env[name.toLowerCase()])?.trim() || undefined;
}

function inSubnet(host: string, subnet: string): boolean {
  const [address = '', bits = ''] = subnet.split('/');
  const family = isIP(address);
  if (family === 0 || family !== isIP(host) || !/^\d{1,3}$/.test(bits)) {
    return false;
  }
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (Number(bits) > (family === 4 ? 32 : 128)) {
    return false;
  }
  const list = new BlockList();
  list.addSubnet(address, Number(bits), type);
  return list.check(host, type);
}

/** Whether one part of NO_PROXY means this host. */
function isMeant(part: string, host: string, port: string): boolean {
  if (part === '*' || inSubnet(host, part)) {
    return true;
  }
  const [, name = part, only] = /^(.*?)(?::(\d+))?$/.exec(part) ?? [];
  if (only !== undefined && only !== port) {
    return false;
  }
  const bare = name.replace(/^\*?\./, '').toLowerCase();
  return bare !== '' && (host === bare || host.endsWith(`.${bare}`));
}

/**
 * The proxy through which an https URL is asked, as the environment says.
 *
 * | target | proxy |
 * |---|---|
 * | http, this machine, a Service, a name without a dot, an address of the loopback | none |
 * | named in NO_PROXY: host, domain, `.domain`, `host:port`, subnet, `*` | none |
 * | any other | HTTPS_PROXY, if it is an http URL |
 */
export function proxyFor(target: string, env: Environment): URL | undefined {
  const proxy = valueOf(env, 'HTTPS_PROXY');
  if (!proxy || !URL.canParse(proxy) || !URL.canParse(target)) {
    return undefined;
  }
  const { protocol, hostname, port } = new URL(target);
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const isLoopback = /^127\./.test(host) || host === '::1';
  const isNear = isIP(host) === 0 && NEAR.test(host);
  const none = (valueOf(env, 'NO_PROXY') ?? '').split(/[\s,]+/).filter(Boolean);
  const url = new URL(proxy);
  if (
    protocol !== 'https:' ||
    url.protocol !== 'http:' ||
    isLoopback ||
    isNear ||
    none.some(part => isMeant(part, host, port || '443'))
  ) {
    return undefined;
  }
  return url;
}
