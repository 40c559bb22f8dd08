import type { Route, Service } from './schema';

/** Where an operator says that its REST API is reached from outside. */
export const EXTERNAL_ADDRESS = 'routing.opendatahub.io/external-address-rest';

/** A host of DNS or an address, a port, a path of plain segments: nothing that could name another host or carry a secret. */
const ADDRESS =
  /^(?:https:\/\/)?(?<host>(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?)(?<path>(?:\/[A-Za-z0-9._~-]+)*)\/*$/i;

/** The API's own path, which is not the same at each address. */
const API = /\/api\/model_(?:registry|catalog)(?:\/.*)?$/;

/**
 * The base URL in the annotation of a Service; `undefined` when it is none.
 *
 * | written | base URL |
 * |---|---|
 * | `dev-rest.apps.example.com:443` | `https://dev-rest.apps.example.com` |
 * | `gateway.example.com/model-registry/dev/` | `https://gateway.example.com/model-registry/dev` |
 * | `https://dev.example.com` | as written |
 * | `dev.example.com/api/model_registry/v1alpha3` | `https://dev.example.com` |
 * | `2130706433`, which is no name of a host | - |
 * | `http://...`, a user, a query, a fragment, blanks, anything else | - |
 */
export function parseExternalAddress(written: string): string | undefined {
  const { host, path = '' } = ADDRESS.exec(written.trim())?.groups ?? {};
  const text = `https://${host}${path}`;
  if (host === undefined || !URL.canParse(text)) {
    return undefined;
  }
  const url = new URL(text);
  // A number alone would be taken for an address: 2130706433 is 127.0.0.1.
  const isAsWritten =
    host.startsWith('[') ||
    url.hostname === host.replace(/:\d+$/, '').toLowerCase();
  if (!isAsWritten) {
    return undefined;
  }
  return `${url.origin}${url.pathname.replace(API, '').replace(/\/+$/, '')}`;
}

export type RouteAddress =
  | { url: string }
  /** Why it leads nowhere that we may use. */
  | { flaw: string };

/**
 * Where a Route leads.
 *
 * | TLS | ingress | host |
 * |---|---|---|
 * | no | - | none: a token would travel in plain text |
 * | yes | one admits it | that one's |
 * | yes | there are some, none admits it | none: the host may be another Route's |
 * | yes | none yet, or without conditions | the ingress's, else spec.host |
 */
export function routeAddress({
  spec,
  status,
}: Pick<Route, 'spec' | 'status'>): RouteAddress {
  const ingress = status?.ingress ?? [];
  const told = ingress.map(({ host, conditions }) => ({
    host,
    admitted: conditions.find(({ type }) => type === 'Admitted')?.status,
  }));
  const admitting = told.find(({ admitted }) => admitted === 'True');
  const open = told.filter(({ admitted }) => admitted === undefined);
  if (!spec.tls) {
    return { flaw: 'has no TLS; give its http URL if that is meant' };
  }
  if (!admitting && told.length > 0 && open.length === 0) {
    return { flaw: 'is admitted by no router' };
  }
  const host = admitting?.host || open.find(one => one.host)?.host || spec.host;
  if (!host) {
    return { flaw: 'has no host yet' };
  }
  const url = parseExternalAddress(`${host}${spec.path ?? ''}`);
  return url === undefined ? { flaw: 'has a host that is none' } : { url };
}

/** Where a Service answers inside of the cluster, by the ports that the operator names. */
export function inClusterAddress({
  metadata,
  spec,
}: Service): string | undefined {
  const host = `${metadata.name}.${metadata.namespace}.svc`;
  const portOf = (name: string) =>
    spec?.ports?.find(port => port.name === name)?.port;
  const https = portOf('https-api');
  if (https !== undefined) {
    return `https://${host}:${https}`;
  }
  const http = portOf('http-api');
  return http === undefined ? undefined : `http://${host}:${http}`;
}

/** Every address of a Service, the best first, none twice. */
export function addressesOf(
  service: Service,
  routes: readonly Route[],
): string[] {
  const { namespace, name, annotations } = service.metadata;
  const written = annotations[EXTERNAL_ADDRESS];
  const ofRoutes = routes
    .filter(
      ({ metadata, spec }) =>
        metadata.namespace === namespace &&
        (spec.to?.kind ?? 'Service') === 'Service' &&
        spec.to?.name === name,
    )
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .map(route => routeAddress(route))
    .map(address => ('url' in address ? address.url : undefined));
  const all = [
    written === undefined ? undefined : parseExternalAddress(written),
    ...ofRoutes,
    inClusterAddress(service),
  ];
  return [...new Set(all.filter(address => address !== undefined))];
}
