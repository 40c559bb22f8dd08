import { Publisher, type PublisherEvent } from '@model-catalog/maas';
import {
  createHolder,
  createLeaseClaims,
  Election,
  messageOf,
} from '@model-catalog/node';
import {
  ConfigError,
  createApp,
  createPatience,
  delay,
  errorDetails,
  listen,
  ListenError,
  now,
} from '@model-catalog/service';
import { createLogger, logBug, type Logger } from '../../log';
import type { ToolExit, ToolShell } from '../../tools/shell';
import { tellFailure } from '../../tools/tellFailure';
import { connectWriter } from '../connectWriter';
import { publisherMetrics, publisherRouter, type Shown } from './admin';
import { previewText } from './preview';
import { type PublisherConfig, readPublisherConfig } from './settings';
import { jsonText } from '../../tools/json';

const ROLE = 'maas-publisher';

export type PublisherFlags = Readonly<Record<string, string | undefined>>;

export type PublisherRun = ToolShell & {
  /** Settings by the names of their variables. */
  settings: PublisherFlags;
  dryRun?: boolean;
  json?: boolean;
};

type Parts = {
  config: PublisherConfig;
  environment: ToolShell['environment'];
  logger: Logger;
  signal: AbortSignal;
};

const told =
  (logger: Logger) =>
  ({ level, message, details, error }: PublisherEvent) =>
    logger[level](
      { ...details, ...(error === undefined ? {} : errorDetails(error)) },
      message,
    );

function ownNamespace(namespace: string | undefined): string {
  if (namespace === undefined) {
    throw new ConfigError([
      'NAMESPACE: the namespace of the Lease is not known; set NAMESPACE to that of the publisher',
    ]);
  }
  return namespace;
}

/** Publishes, or stands by while another does; ends when the signal aborts. */
export async function startMaasPublisher(parts: Parts) {
  const { config, environment, logger, signal } = parts;
  const patience = createPatience(logger, now);
  const shown = (): Shown => ({
    publisher: publisher.state(),
    leader: election.state(),
  });
  const metrics = publisherMetrics(shown);
  const { client, config: cluster } = await connectWriter(
    environment,
    metrics.onExchange,
  );
  const { name, isGone } = createHolder(ROLE);
  const publisher = new Publisher({
    ...{ client, now, delay, settings: config, instance: name },
    readPlans: config.readPlans,
    log: told(logger),
    isSure: () => election.state().isSure,
    onPass: result => {
      metrics.onPass(result);
      const { done, durationMs } = result.summary;
      if (result.deeds.length > 0) {
        logger.info({ ...done, ms: Math.round(durationMs) }, 'Published');
      }
    },
  });
  const election: Election = new Election({
    store: createLeaseClaims({
      client,
      namespace: ownNamespace(cluster.namespace),
      name: ROLE,
      steadyNow: () => performance.now(),
      now: () => new Date(),
    }),
    ...{ holder: name, isGone, now, delay },
    random: Math.random,
    lead: (_epoch, leading) => publisher.run(leading),
    log: ({ level, message, details }) =>
      logger[level]({ ...details }, message),
    onAnswer: error =>
      error === undefined ? patience.succeeded() : patience.failed(error),
  });
  const admin = await listen(
    createApp(publisherRouter(shown, metrics.registry), logger),
    config.metricsAddress,
    '--metrics-address (METRICS_ADDRESS)',
  );
  const done = election.run(signal).finally(async () => {
    await admin.close();
    await client.close();
  });
  return { ports: { metrics: admin.port }, done, shown };
}

async function preview(
  { config, environment, logger, signal }: Parts,
  { write, json = false }: { write: (text: string) => void; json?: boolean },
): Promise<ToolExit> {
  const { client } = await connectWriter(environment);
  try {
    const publisher = new Publisher({
      ...{ client, now, delay, settings: config, instance: ROLE },
      readPlans: config.readPlans,
      log: told(logger),
    });
    const result = await publisher.preview(signal);
    const { reasons } = publisher.state();
    if (!result) {
      throw new Error(reasons.join('\n') || 'The cluster could not be read');
    }
    const { deeds, failures, states } = result;
    const offerings = Object.fromEntries(states);
    write(
      json
        ? jsonText({ writes: deeds, failures, offerings, reasons })
        : previewText(result, reasons),
    );
    return failures.length > 0 ? 1 : 0;
  } finally {
    await client.close();
  }
}

/**
 * Runs the publisher, or shows what it would write.
 *
 * @returns 0 stopped as asked, 1 failed, or something would be refused, 2 settings that cannot be used
 */
export async function runPublisher(options: PublisherRun): Promise<ToolExit> {
  const { environment, settings, signal, writeError, dryRun } = options;
  let logger: Logger | undefined;
  try {
    const config = await readPublisherConfig(environment, settings);
    const parts = { config, environment, signal };
    if (dryRun) {
      return await preview(
        { ...parts, logger: createLogger('fatal') },
        options,
      );
    }
    logger = createLogger(config.logLevel);
    const { ports, done } = await startMaasPublisher({ ...parts, logger });
    logger.info(ports, 'Listening');
    await done;
    logger.info('Stopped');
    return 0;
  } catch (error) {
    if (error instanceof ConfigError || error instanceof ListenError) {
      writeError(`${error.message}\n`);
      return 2;
    }
    if (dryRun) {
      return tellFailure(options, error, 'Nothing was written\n');
    }
    logBug(logger ?? createLogger('info'), error, messageOf(error));
    return 1;
  }
}
