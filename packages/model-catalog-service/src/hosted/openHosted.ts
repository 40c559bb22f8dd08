import { Router } from 'express';
import {
  createSqlStore,
  packStored,
  type SqlStoreOptions,
} from '@model-catalog/node';
import { answerFailure, readOnly } from '../app';
import { createService, type Service } from '../createService';
import { locationRouter } from '../location/router';
import { errorDetails, type Logger } from '../log';
import { removalsRouter } from '../removals';
import type { Observer } from '../run/lead';
import { delay } from '../run/shell';
import { connectHosted } from './connectHosted';
import type { HostedEntry } from './readHosted';

/** How long after a failure that nobody expected the work begins anew, milliseconds. */
const RESTART_MS = 30_000;

/** A backend counts with its own means. */
const UNOBSERVED: Observer = { onExchange: () => () => {}, onRun: () => {} };

export type HostedOptions = {
  /** The database of the plugin; stays the backend's. */
  knex: SqlStoreOptions['knex'];
  logger: Logger;
  environment: Readonly<Record<string, string | undefined>>;
  /** Where plugins reach the routes of this entry. */
  bridgeUrl: string;
  observer?: Observer;
};

/** The service of one entry, inside of a backend. */
export type Hosted = {
  /** The location routes, and that for refused removals; whoever may ask was asked for before. */
  router: Router;
  state: Service['state'];
  /** Works until the signal aborts, whatever fails; then nothing of it is open. */
  run(signal: AbortSignal): Promise<void>;
};

function routerOf(
  { content, state, approve }: Service,
  logger: Logger,
): Router {
  const router = Router();
  router.use(removalsRouter({ state, approve }));
  router.use(readOnly);
  router.use(locationRouter(content));
  router.use((_request, response) => {
    response.status(404).json({ error: 'There is nothing here' });
  });
  router.use(answerFailure(logger));
  return router;
}

/**
 * Opens one entry; nothing is read before it runs.
 * @throws ConfigError that names the key in the app-config
 */
export async function openHosted(
  entry: HostedEntry,
  { knex, logger, environment, bridgeUrl, ...options }: HostedOptions,
): Promise<Hosted> {
  const { observer = UNOBSERVED } = options;
  const { config, tablePrefix } = entry;
  const kubernetes = await connectHosted(entry, {
    environment,
    onExchange: observer.onExchange('kubernetes'),
  });
  const store = createSqlStore({
    knex,
    tablePrefix,
    where: `in the database of this hub (tables ${tablePrefix}_…)`,
    keep: packStored,
  });
  const service = createService({
    ...{ name: 'backend', config, environment, logger, kubernetes, store },
    ...{ observer, bridgeUrl },
  });
  return {
    router: routerOf(service, logger),
    state: service.state,
    run: async signal => {
      while (!signal.aborted) {
        try {
          await service.run(signal);
        } catch (error) {
          const stack = error instanceof Error ? error.stack : undefined;
          logger.error(
            { ...errorDetails(error), stack },
            'The work ended by a fault and begins anew',
          );
          await delay(RESTART_MS, signal);
        }
      }
      await kubernetes.client.close();
    },
  };
}
