import {
  createHttpClient,
  createKServeSource,
  createModelCatalogSource,
  createModelRegistrySource,
  createServerApiSource,
  DEFAULT_CATALOG,
  type Exchange,
  type HttpClient,
  type KubernetesClient,
  type KubernetesConfig,
  type PipelineSources,
  type Source,
  type SourceContext,
} from '@model-catalog/node';
import type { Endpoint } from '../config/endpoints';
import type { Config } from '../config/config';
import { credentialFor } from './credentials';
import { placeholderUrl, throughRoute } from './routes';

export type SourceDependencies = {
  config: Config;
  kubernetes: { client: KubernetesClient; config: KubernetesConfig };
  /** Sources that were complete in an earlier life. */
  completed: ReadonlySet<string>;
  /** What every source is given, but for its past. */
  context: Omit<SourceContext, 'wasComplete'>;
  onExchange: (target: string) => (exchange: Exchange) => void;
};

/** The sources, and the loops and connections behind them. */
export type Sources = {
  sources: PipelineSources;
  loops: readonly ((signal: AbortSignal) => Promise<void>)[];
  close(): Promise<void>;
};

const CLUSTER = 'local';

const urlOf = (endpoint: Endpoint) =>
  'route' in endpoint ? placeholderUrl(endpoint.route) : endpoint.url;

function registrySources(
  dependencies: SourceDependencies,
  contextOf: (id: string) => SourceContext,
  httpFor: (endpoint: Endpoint, target: string) => HttpClient,
) {
  const { config } = dependencies;
  return config.registries.map(endpoint => ({
    name: endpoint.name,
    source: createModelRegistrySource({
      context: contextOf(`model-registry/${endpoint.name}`),
      http: httpFor(endpoint, 'model-registry'),
      baseUrl: urlOf(endpoint),
      registry: endpoint.name,
      pollIntervalMs: config.pollIntervalMs,
      checkIntervalMs: Math.min(config.checkIntervalMs, config.pollIntervalMs),
    }),
  }));
}

/** Routes and services of a cluster are mostly signed by its own authorities. */
const trustOf = (config: KubernetesConfig) => async () => {
  const { caPem } = await config.tls();
  return { caPem };
};

/**
 * Makes every configured source. An event of KServe wakes the registries and
 * the prober of definitions at once, because what they know of a server is
 * most likely new then.
 */
export function createSources(dependencies: SourceDependencies): Sources {
  const { config, kubernetes, completed, context, onExchange } = dependencies;
  const clients: HttpClient[] = [];
  const tls = trustOf(kubernetes.config);
  const contextOf = (id: string, onChange = context.onChange) => ({
    ...context,
    onChange,
    wasComplete: completed.has(id),
  });
  const httpFor = (endpoint: Endpoint, target: string) => {
    const client = createHttpClient({
      authorize: credentialFor(
        urlOf(endpoint),
        config.registryToken,
        kubernetes.config,
      ),
      onExchange: onExchange(target),
      tls,
    });
    clients.push(client);
    return 'route' in endpoint
      ? throughRoute(client, endpoint.route, {
          client: kubernetes.client,
          now: context.now,
        })
      : client;
  };

  const registries = registrySources(dependencies, contextOf, httpFor);
  const [catalogEndpoint] = config.catalogs;
  const catalog =
    catalogEndpoint &&
    createModelCatalogSource({
      context: contextOf('model-catalog'),
      http: httpFor(catalogEndpoint, 'model-catalog'),
      baseUrl: urlOf(catalogEndpoint),
      pollIntervalMs: config.pollIntervalMs,
    });
  // Model servers are run by users of the cluster: no credential ever goes there.
  const anonymous = createHttpClient({
    onExchange: onExchange('model-server'),
    retry: { retries: 0 },
    tls,
  });
  clients.push(anonymous);
  const kserve = createKServeSource({
    context: contextOf('kserve', () => {
      registries.forEach(({ source }) => source.wake());
      apis.serversChanged();
      context.onChange();
    }),
    client: kubernetes.client,
    cluster: CLUSTER,
  });
  const apis = createServerApiSource({
    context: contextOf('openapi'),
    http: anonymous,
    servers: () => kserve.current(),
  });

  const all: Source[] = [
    kserve,
    ...registries.map(({ source }) => source),
    ...(catalog ? [catalog] : []),
    apis,
  ];
  return {
    sources: {
      servers: [{ resource: 'inferenceservice', source: kserve }],
      registries,
      catalogs: catalog ? [{ name: DEFAULT_CATALOG, source: catalog }] : [],
      apis,
    },
    loops: all.map(source => signal => source.run(signal)),
    close: async () => {
      await Promise.all(clients.map(client => client.close()));
    },
  };
}
