import { messageOf, Pipeline, type PipelineState } from '@model-catalog/node';
import { createMetrics } from '../admin/metrics';
import { createSources } from '../compose/sources';
import type { Config } from '../config/config';
import { type Logger, logError, logEvents } from '../log';
import { connect } from './kubernetes';
import { startServers } from './servers';
import { delay, now, type Running, together } from './shell';
import { openStore, readFirst } from './store';

export type RoleInput = {
  config: Config;
  environment: Readonly<Record<string, string | undefined>>;
  logger: Logger;
  signal: AbortSignal;
};

const STARTING: PipelineState = {
  firstRunDone: false,
  sources: [],
  removed: [],
};

/** What an operator should see at each start. */
function tellStart(config: Config, logger: Logger): void {
  const { discovery, registries } = config;
  if (registries.length === 0 && !discovery.registries) {
    logger.info(
      'No model registry is configured and none is looked for: only models that are served are shown',
    );
  }
}

/**
 * Every role in one process: reads the sources, keeps the store true to them
 * and serves it. Both servers listen before anything is read, so that probes
 * and readers get an answer from the first moment.
 */
export async function startAll(input: RoleInput): Promise<Running> {
  const { config, environment, logger, signal } = input;
  tellStart(config, logger);
  let pipeline: Pipeline | undefined;
  let starting = STARTING;
  const state = () => pipeline?.state() ?? starting;
  const metrics = createMetrics(state, now);
  const kubernetes = await connect(
    environment,
    metrics.onExchange('kubernetes'),
  );
  const store = openStore(config, kubernetes);
  const servers = await startServers({ config, logger, store, state, metrics });

  const work = async () => {
    const first = await readFirst(
      store,
      error => {
        const storeError = messageOf(error);
        if (starting.storeError !== storeError) {
          logError(logger, error, 'The store cannot be read; trying on');
        }
        starting = { ...STARTING, storeError };
      },
      signal,
    );
    if (!first) {
      return;
    }
    const log = logEvents(logger);
    const sources = createSources({
      config,
      environment,
      kubernetes,
      completed: new Set(first.completedSources),
      stored: first.records,
      context: { onChange: () => pipeline?.wake(), now, delay, log },
      onExchange: metrics.onExchange,
    });
    const keeper = new Pipeline(sources.current, store, {
      now,
      delay,
      log,
      normalise: {
        cluster: 'local',
        defaultOwner: config.defaultOwner,
        defaultLifecycle: config.defaultLifecycle,
        owners: config.owners,
        lifecycle: config.lifecycle,
        techdocsHosts: config.techdocs.allowedHosts,
      },
      selection: config.selection,
      removals: { maxShare: config.maxRemovalShare, minCount: 5 },
      onRun: summary => {
        metrics.onRun(summary);
        servers.changed();
      },
    });
    pipeline = keeper;
    await together(signal, [
      ...sources.loops,
      stop => keeper.run(stop),
    ]).finally(() => sources.close());
  };
  const done = work().finally(async () => {
    await servers.close();
    await kubernetes.client.close();
  });
  return { ports: servers.ports, done };
}
