import type { Store } from '@model-catalog/node';
import {
  createApp,
  createContent,
  createLocationApp,
  delay,
  listen,
  type Listening,
  type LocationState,
  now,
} from '@model-catalog/service';
import { locationMetrics } from '../admin/locationMetrics';
import type { Metrics } from '../admin/metrics';
import type { AdminState } from '../admin/readiness';
import { adminRouter } from '../admin/router';
import type { Config } from '../config/config';
import type { Logger } from '../log';

export type AdminShown = {
  config: Config;
  logger: Logger;
  state: () => AdminState;
  metrics: Metrics;
};

/** What both servers of a role with the location service show. */
export type LocationShown = AdminShown & {
  store: Pick<Store, 'blob'>;
  state: () => AdminState & LocationState;
};

export type LocationServer = Listening & {
  /** To be called when the state may be another. */
  changed(): void;
};

/** Starts the server for probes and metrics. */
export function startAdmin(shown: AdminShown): Promise<Listening> {
  const { config, logger, state, metrics } = shown;
  return listen(
    createApp(adminRouter(state, metrics), logger),
    config.metricsAddress,
    '--metrics-address (METRICS_ADDRESS)',
  );
}

/** Starts the location service. */
export async function startLocationServer(
  shown: LocationShown,
): Promise<LocationServer> {
  const { config, logger, store, state, metrics } = shown;
  const content = createContent({
    store,
    state,
    bridgeUrl: config.bridgeUrl,
    now,
    delay,
    onIssue: issue => logger.warn({ issue }, 'A text is missing'),
  });
  const app = createLocationApp({
    ...locationMetrics(metrics.registry, () => content.waiting.size),
    ...{ config, content, logger, now },
  });
  const server = await listen(
    app,
    config.locationAddress,
    '--address (LOCATION_ADDRESS)',
  );
  return { ...server, changed: () => content.changed() };
}

/** Starts servers one after the other, or none: when one cannot listen, the others are closed. */
export async function startEach<T extends readonly Listening[]>(
  start: (
    started: <S extends Listening>(one: Promise<S>) => Promise<S>,
  ) => Promise<T>,
): Promise<T> {
  const open: Listening[] = [];
  try {
    return await start(async one => {
      const server = await one;
      open.push(server);
      return server;
    });
  } catch (error) {
    await Promise.all(open.map(server => server.close()));
    throw error;
  }
}
