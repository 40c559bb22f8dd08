import {
  createDiscovery,
  createKServeSource,
  createNamespaceSource,
  type Discovery,
  type EarlierServer,
  type Exchange,
  isServer,
  type KubernetesClient,
  type KubernetesConfig,
  namespaceLabelsOf,
  type PipelineSources,
  selectResult,
  SERVER_SOURCE,
  type SourceContext,
  type StoredRecord,
} from '@model-catalog/node';
import type { ServiceConfig } from '../config/types';
import { createAccess } from './access';
import { createDefinitions } from './definitions';
import { EndpointManager } from './EndpointManager';
import { offeringsOf } from './offerings';
import { createServiceCa } from './serviceCa';
import { type KindPlan, namesOf } from './wanted';

export type SourceDependencies = {
  config: ServiceConfig;
  environment: Readonly<Record<string, string | undefined>>;
  kubernetes: { client: KubernetesClient; config: KubernetesConfig };
  /** Sources that were complete in an earlier life. */
  completed: ReadonlySet<string>;
  /** The records of an earlier life: what had to be found of a server stays known. */
  stored?: ReadonlyMap<string, StoredRecord>;
  /** What every source is given, but for its past. */
  context: Omit<SourceContext, 'wasComplete'>;
  onExchange: (target: string) => (exchange: Exchange) => void;
};

/** The sources, and the loops and connections behind them. */
export type Sources = {
  /** As they are now; `undefined` until it is known which there are. */
  current(): PipelineSources | undefined;
  loops: readonly ((signal: AbortSignal) => Promise<void>)[];
  close(): Promise<void>;
};

const RESOURCES = ['inferenceservice', 'llminferenceservice'] as const;

function plansOf({
  registries,
  catalogs,
  discovery,
}: ServiceConfig): KindPlan[] {
  return [
    {
      kind: 'model-registry',
      configured: registries,
      discover: discovery.registries,
    },
    {
      kind: 'model-catalog',
      configured: catalogs,
      discover: discovery.catalogs,
    },
  ];
}

/** What looks for registries and catalogs; nothing when none are to be looked for. */
function discoveryOf(
  { config, kubernetes, completed, context }: SourceDependencies,
  onChange: () => void,
): Discovery | undefined {
  const kinds = plansOf(config)
    .filter(({ discover }) => discover)
    .map(({ kind }) => kind);
  return kinds.length === 0
    ? undefined
    : createDiscovery({
        client: kubernetes.client,
        namespaces: config.discovery.namespaces,
        kinds,
        known: {
          'model-registry': namesOf('model-registry', completed),
          'model-catalog': namesOf('model-catalog', completed),
        },
        now: context.now,
        delay: context.delay,
        log: event => context.log?.(event),
        onChange,
      });
}

/** The labels of namespaces, only where something is decided by them: the documented rights do not cover it. */
function namespacesOf(
  { config, kubernetes }: SourceDependencies,
  context: SourceContext,
) {
  const { selection, owners } = config;
  const isNeeded =
    selection.namespaces.selector !== undefined ||
    owners.namespaceLabel !== undefined;
  return isNeeded
    ? createNamespaceSource({ context, client: kubernetes.client })
    : undefined;
}

/** What was stored of each server that is not said by every status of it. */
function earlierServers(stored: SourceDependencies['stored'] = new Map()) {
  const earlier = new Map<string, EarlierServer>();
  for (const one of stored.values()) {
    if (isServer(one)) {
      const { id, ...said } = one.facets.server;
      const { uid, externalUrl, internalUrl, authentication } = said;
      earlier.set(id, { uid, externalUrl, internalUrl, authentication });
    }
  }
  return (id: string) => earlier.get(id);
}

/** The model servers of each kind. */
function serversOf(
  { config, kubernetes, stored }: SourceDependencies,
  contextOf: (resource: (typeof RESOURCES)[number]) => SourceContext,
) {
  const { client } = kubernetes;
  const { cluster } = config;
  const earlier = earlierServers(stored);
  return RESOURCES.map(resource => {
    const context = contextOf(resource);
    const options = { context, client, cluster, resource, earlier };
    return { resource, source: createKServeSource(options) };
  });
}

type ServerSource = PipelineSources['servers'][number];

/**
 * What each kind says of the servers that are taken: no other is asked for
 * anything. The same object as long as nobody says anything else, as it is
 * asked for with each answer of a server.
 */
function createResults(
  servers: readonly ServerSource[],
  namespaces: PipelineSources['namespaces'],
  { selection }: ServiceConfig,
) {
  const choose = () => {
    const labelsOf = namespaceLabelsOf(namespaces);
    return {
      byResource: Object.fromEntries(
        servers.map(({ resource, source }) => [
          resource,
          selectResult(source.current(), selection, labelsOf),
        ]),
      ),
    };
  };
  let known:
    | { of: readonly unknown[]; results: ReturnType<typeof choose> }
    | undefined;
  return () => {
    const now = [
      namespaces?.current(),
      ...servers.map(({ source }) => source.current()),
    ];
    if (!known?.of.every((one, index) => one === now[index])) {
      known = { of: now, results: choose() };
    }
    return known.results;
  };
}

/**
 * Makes every source: what the cluster runs, the registries and catalogs that
 * are configured or found, and the prober of definitions. An event of KServe
 * wakes the registries and the prober at once, because what they know of a
 * server is most likely new then.
 */
export function createSources(dependencies: SourceDependencies): Sources {
  const { config, kubernetes, completed, context } = dependencies;
  const { client } = kubernetes;
  const contextOf = (id: string, onChange = context.onChange) => ({
    ...context,
    onChange,
    wasComplete: completed.has(id),
  });
  const access = createAccess({
    ...dependencies,
    kubernetes: kubernetes.config,
    serviceCa: createServiceCa({ client, ...context }),
  });
  const discovery = discoveryOf(dependencies, () => endpoints.refresh());
  const endpoints = new EndpointManager({
    config,
    access,
    client,
    plans: plansOf(config),
    namespaces: config.discovery.namespaces,
    completed,
    context,
    view: () => discovery?.view(),
  });
  const onServers = () => {
    endpoints.wakeRegistries();
    apis?.source.serversChanged();
    context.onChange();
  };
  const servers = serversOf(dependencies, resource =>
    contextOf(SERVER_SOURCE[resource], onServers),
  );
  const namespaces = namespacesOf(
    dependencies,
    contextOf('namespaces', onServers),
  );
  const apis = config.definitions.discover
    ? createDefinitions({
        config,
        access,
        client,
        context: contextOf('openapi'),
        servers: createResults(servers, namespaces, config),
      })
    : undefined;
  const offerings = offeringsOf({
    ...dependencies,
    ...{ client, access, contextOf },
  });
  const runners = [
    ...servers.map(({ source }) => source),
    ...(offerings?.sources ?? []),
    apis?.source,
    namespaces,
    endpoints,
    discovery,
  ].filter(one => one !== undefined);

  return {
    current: () => {
      const found = endpoints.current();
      return (
        found && {
          servers,
          ...found,
          apis: apis?.source,
          offerings,
          namespaces,
          helpers: discovery ? [discovery] : [],
        }
      );
    },
    loops: runners.map(one => signal => one.run(signal)),
    close: async () => {
      await apis?.close();
    },
  };
}
