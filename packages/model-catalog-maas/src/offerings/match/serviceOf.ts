/** A Service of Kubernetes that a URL names. */
export type ServiceName = { namespace: string; name: string };

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** The host of a URL as names are compared: lower case, without a dot at its end. */
export function hostOf(url: string): string | undefined {
  return URL.canParse(url)
    ? new URL(url).hostname.toLowerCase().replace(/\.$/, '')
    : undefined;
}

function partsOf(host: string, clusterDomain: string): string[] | undefined {
  const domain = clusterDomain.toLowerCase().replace(/^\.|\.$/g, '');
  for (const end of [`.svc.${domain}`, '.svc']) {
    if (host.endsWith(end)) {
      const parts = host.slice(0, -end.length).split('.');
      return parts.length === 2 ? parts : undefined;
    }
  }
  const parts = host.split('.');
  return parts.length <= 2 ? parts : undefined;
}

/**
 * The Service that a host inside of a cluster names.
 *
 * | host | Service |
 * |---|---|
 * | `svc.ns.svc.<domain>`, `svc.ns.svc`, `svc.ns` | ns/svc |
 * | `svc` | svc in the namespace of whoever calls it, if that is known |
 * | `pod.svc.ns.svc…`, an address, anything else | none |
 *
 * Upper case and a dot at the end are nothing. `svc.ns` may be a host of the
 * outside world as well: then no Service answers to it.
 */
export function serviceOf(
  url: string,
  { clusterDomain, namespace }: { clusterDomain: string; namespace?: string },
): ServiceName | undefined {
  const host = hostOf(url);
  const parts = host === undefined ? undefined : partsOf(host, clusterDomain);
  const [name = '', where = namespace ?? ''] = parts ?? [];
  const isNumber = /^[\d.]+$/.test(host ?? '');
  return !isNumber && LABEL.test(name) && LABEL.test(where)
    ? { namespace: where, name }
    : undefined;
}
