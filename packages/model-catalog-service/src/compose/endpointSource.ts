import {
  createFallbackClient,
  createModelCatalogSource,
  createModelRegistrySource,
  type HttpClient,
  type KubernetesClient,
  type SourceContext,
} from '@model-catalog/node';
import type { ServiceConfig } from '../config/types';
import type { Access } from './access';
import { placeholderUrl, throughRoute } from './routes';
import type { Wanted } from './wanted';

export type EndpointSourceOptions = {
  config: Pick<ServiceConfig, 'pollIntervalMs' | 'checkIntervalMs'>;
  access: Omit<Access, 'tls'>;
  client: KubernetesClient;
  /** Where operators put registries. */
  namespaces: readonly string[];
  contextOf: (id: string) => SourceContext;
};

export type Readable = Exclude<Wanted, { from: 'memory' }>;

/** The connection to one registry or catalog. */
type Connection = {
  http: HttpClient;
  baseUrl: string;
  /** Takes new addresses of the same Service. */
  move(addresses: readonly string[]): void;
};

function connect(
  wanted: Readable,
  { access, client, namespaces, contextOf }: EndpointSourceOptions,
): Connection {
  const { id, kind } = wanted;
  const { now, log } = contextOf(id);
  if (wanted.from === 'configuration') {
    const { endpoint } = wanted;
    const url =
      'route' in endpoint ? placeholderUrl(endpoint.route) : endpoint.url;
    const plain = access.trusted({ ...endpoint, kind, url });
    const http =
      'route' in endpoint
        ? throughRoute(plain, endpoint.route, { client, namespaces, now })
        : plain;
    return { http, baseUrl: url, move: () => {} };
  }
  let { addresses } = wanted.endpoint;
  const [baseUrl = ''] = addresses;
  const http = createFallbackClient({
    base: baseUrl,
    current: () => addresses,
    clientFor: url => access.trusted({ kind, url }),
    onSwitch: (address, error) =>
      log?.({
        source: id,
        level: 'info',
        message: `Read at ${address} from now on, as another address could not be reached`,
        error,
      }),
  });
  return {
    http,
    baseUrl,
    move: next => {
      addresses = next;
    },
  };
}

/** Who must allow what, when the proxy in front of it says no. */
export function permissionOf({
  kind,
  endpoint,
}: Pick<Extract<Readable, { from: 'discovery' }>, 'kind' | 'endpoint'>) {
  const { namespace, service } = endpoint;
  const role = kind === 'model-registry' ? `registry-user-${service}` : service;
  return `The service account may not use it: in namespace ${namespace}, bind it to the Role ${role} with a RoleBinding (get on services, resourceName ${service})`;
}

/** The source of one registry or catalog, and what is behind it. */
export function createEndpointSource(
  wanted: Readable,
  options: EndpointSourceOptions,
) {
  const { config, contextOf } = options;
  const { id, kind, name } = wanted;
  const { http, baseUrl, move } = connect(wanted, options);
  const shared = {
    context: contextOf(id),
    http,
    baseUrl,
    pollIntervalMs: config.pollIntervalMs,
    ...(wanted.from === 'discovery'
      ? { permission: permissionOf(wanted) }
      : {}),
  };
  const source =
    kind === 'model-registry'
      ? {
          kind,
          source: createModelRegistrySource({
            ...shared,
            registry: name,
            checkIntervalMs: Math.min(
              config.checkIntervalMs,
              config.pollIntervalMs,
            ),
          }),
        }
      : { kind, source: createModelCatalogSource({ ...shared, id }) };
  return { ...source, move, close: () => http.close() };
}
