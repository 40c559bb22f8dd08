import {
  createDiscovery,
  createKServeSource,
  createServerApiSource,
  type Discovery,
  type Exchange,
  type KubernetesClient,
  type KubernetesConfig,
  type PipelineSources,
  type SourceContext,
} from '@model-catalog/node';
import type { Config } from '../config/config';
import { createAccess } from './access';
import { createEndpointManager } from './endpointManager';
import { type KindPlan, namesOf } from './wanted';

export type SourceDependencies = {
  config: Config;
  environment: Readonly<Record<string, string | undefined>>;
  kubernetes: { client: KubernetesClient; config: KubernetesConfig };
  /** Sources that were complete in an earlier life. */
  completed: ReadonlySet<string>;
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

const CLUSTER = 'local';

function plansOf({ registries, catalogs, discovery }: Config): KindPlan[] {
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

/**
 * Makes every source: what the cluster runs, the registries and catalogs that
 * are configured or found, and the prober of definitions. An event of KServe
 * wakes the registries and the prober at once, because what they know of a
 * server is most likely new then.
 */
export function createSources(dependencies: SourceDependencies): Sources {
  const { config, kubernetes, completed, context } = dependencies;
  const contextOf = (id: string, onChange = context.onChange) => ({
    ...context,
    onChange,
    wasComplete: completed.has(id),
  });
  const access = createAccess({
    ...dependencies,
    kubernetes: kubernetes.config,
  });
  const discovery = discoveryOf(dependencies, () => endpoints.refresh());
  const endpoints = createEndpointManager({
    config,
    access,
    client: kubernetes.client,
    plans: plansOf(config),
    namespaces: config.discovery.namespaces,
    completed,
    context,
    view: () => discovery?.view(),
  });
  const anonymous = access.anonymous();
  const kserve = createKServeSource({
    context: contextOf('kserve', () => {
      endpoints.wakeRegistries();
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

  return {
    current: () => {
      const found = endpoints.current();
      return (
        found && {
          servers: [{ resource: 'inferenceservice', source: kserve }],
          ...found,
          apis,
          helpers: discovery ? [discovery] : [],
        }
      );
    },
    loops: [
      signal => kserve.run(signal),
      signal => apis.run(signal),
      signal => endpoints.run(signal),
      ...(discovery ? [(signal: AbortSignal) => discovery.run(signal)] : []),
    ],
    close: () => anonymous.close(),
  };
}
