import { BlockList, isIP } from 'node:net';

/** What a prober of model servers may connect to. */
export type AddressPolicy = {
  /** Why an address (a literal one, or what a name resolved to) is refused. */
  refusedAddress(address: string): string | undefined;
  /** Why a URL is refused for a server of `namespace` before any name is resolved. */
  refusedUrl(url: string, server: ServerPlace): string | undefined;
  /** Whether a host name or address, as URLs write it, is this machine. */
  isLoopback(host: string): boolean;
};

/** Whose URL it is. */
export type ServerPlace = { namespace: string; name: string };

/** Nothing that serves models lives there. Link-local addresses hold the metadata services of clouds. */
const NEVER: readonly [string, number, 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['100.100.100.200', 32, 'ipv4'],
  ['168.63.129.16', 32, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['fd00:ec2::', 32, 'ipv6'],
  ['fd20:ce::', 32, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
];

const METADATA_HOST =
  /^(metadata|instance-data|(.+\.)?metadata\.google\.internal|(.+\.)?metadata\.(azure|oraclecloud|tencentyun)\..+)$/;

function listOf(ranges: readonly [string, number, 'ipv4' | 'ipv6'][]) {
  const list = new BlockList();
  for (const [net, prefix, family] of ranges) {
    list.addSubnet(net, prefix, family);
  }
  return list;
}

const never = listOf(NEVER);
const loopback = listOf([
  ['127.0.0.0', 8, 'ipv4'],
  ['::1', 128, 'ipv6'],
]);

/** The IPv4 address in an IPv6 one that stands for it (mapped, NAT64, 6to4). */
function embedded(address: string): string | undefined {
  const { hostname } = new URL(`http://[${address}]`);
  const groups = expand(hostname.slice(1, -1));
  const [first = 0, second = 0, third = 0] = groups;
  const isMapped =
    groups.slice(0, 5).every(group => group === 0) &&
    (groups[5] === 0xffff || groups[5] === 0);
  const isNat64 = first === 0x64 && second === 0xff9b;
  const pair = isMapped || isNat64 ? groups.slice(6, 8) : [second, third];
  if (!isMapped && !isNat64 && first !== 0x2002) {
    return undefined;
  }
  return pair
    .flatMap(group => [Math.floor(group / 256), group % 256])
    .join('.');
}

/** The eight groups of an IPv6 address in its canonical form. */
function expand(canonical: string): number[] {
  const [head = '', tail] = canonical.split('::');
  const read = (part: string) =>
    part === '' ? [] : part.split(':').map(group => parseInt(group, 16));
  const front = read(head);
  const back = tail === undefined ? [] : read(tail);
  const gap = tail === undefined ? 0 : 8 - front.length - back.length;
  return [...front, ...Array<number>(Math.max(0, gap)).fill(0), ...back];
}

function inList(list: BlockList, address: string): boolean {
  const [bare = ''] = address.split('%');
  const version = isIP(bare);
  if (version === 4) {
    return list.check(bare, 'ipv4');
  }
  if (version !== 6) {
    return false;
  }
  const inner = embedded(bare);
  return (
    list.check(bare, 'ipv6') ||
    (inner !== undefined && bare !== '::1' && list.check(inner, 'ipv4'))
  );
}

/**
 * The namespace of a Service that a host name means, if it means one
 * (`granite.demo.svc`, `granite.demo.svc.cluster.local`; and `granite.demo`,
 * which a pod's resolver completes before it asks for a domain of that name).
 */
function serviceNamespace(host: string): string | undefined {
  const labels = host.split('.');
  if (labels.length === 2) {
    return labels[1];
  }
  const svc = labels.lastIndexOf('svc');
  const isService =
    svc >= 2 && (svc === labels.length - 1 || /\.(local|internal)$/.test(host));
  return isService ? labels[svc - 1] : undefined;
}

/** A gateway serves many namespaces, each below its own path. */
function isBelowOwnPath(url: URL, { namespace, name }: ServerPlace): boolean {
  const own = `/${namespace}/${name}`;
  return url.pathname === own || url.pathname.startsWith(`${own}/`);
}

const isLocalName = (host: string) =>
  host === 'localhost' || host.endsWith('.localhost');

function refusedName(
  url: URL,
  host: string,
  { allowLoopback, server }: { allowLoopback: boolean; server: ServerPlace },
): string | undefined {
  if (METADATA_HOST.test(host)) {
    return 'is the metadata service of a cloud';
  }
  if (isLocalName(host)) {
    return allowLoopback ? undefined : 'is this machine itself';
  }
  if (!host.includes('.')) {
    return 'is a name without a domain, which means something else in each place';
  }
  const namespace = serviceNamespace(host);
  const isForeign = namespace !== undefined && namespace !== server.namespace;
  return isForeign && !isBelowOwnPath(url, server)
    ? `is a Service of namespace ${namespace}, not of its own`
    : undefined;
}

/**
 * Where a prober may go. A server's URLs come from its status, which its
 * controller writes; who may edit the status could name any host.
 *
 * | host | |
 * |---|---|
 * | link-local, unspecified, multicast, reserved; metadata services of clouds | never |
 * | this machine (`127.0.0.1`, `::1`, `localhost`) | with `allowLoopback`: the Kubernetes API is here too |
 * | a Service of the server's namespace | yes |
 * | a Service of another namespace, also as `name.namespace` | only below `/<namespace>/<name>`, as a gateway serves it |
 * | a name without a dot | never |
 * | anything else | yes, if what it resolves to is not refused |
 */
export function createAddressPolicy({
  allowLoopback = false,
}: { allowLoopback?: boolean } = {}): AddressPolicy {
  const refusedAddress = (address: string) => {
    if (inList(loopback, address)) {
      return allowLoopback ? undefined : 'is this machine itself';
    }
    return inList(never, address)
      ? 'is an address that no model server has (link-local, metadata, reserved)'
      : undefined;
  };
  return {
    refusedAddress,
    isLoopback: host =>
      isLocalName(host) || inList(loopback, host.replace(/^\[|\]$/g, '')),
    refusedUrl(text, server) {
      const url = new URL(text);
      const host = url.hostname.toLowerCase().replace(/\.$/, '');
      const literal = host.replace(/^\[|\]$/g, '');
      const reason =
        isIP(literal) > 0
          ? refusedAddress(literal)
          : refusedName(url, host, { allowLoopback, server });
      return reason === undefined ? undefined : `${host} ${reason}`;
    },
  };
}
