import {
  createApp,
  createLocationApp,
  listen,
  type Listening,
  type LocationContent,
  now,
} from '@model-catalog/service';
import { locationMetrics } from '../admin/locationMetrics';
import { requestMetrics } from '../admin/requestMetrics';
import type { Metrics } from '../admin/metrics';
import type { AdminState } from '../admin/readiness';
import type { RemovalDesk } from '../admin/removals';
import { adminRouter } from '../admin/router';
import type { Config } from '../config/config';
import type { Logger } from '../log';

export type AdminShown = {
  config: Config;
  logger: Logger;
  state: () => AdminState;
  metrics: Metrics;
  /** Of the roles that write. */
  desk?: RemovalDesk;
};

/** What the server of the location service shows. */
export type LocationShown = Omit<AdminShown, 'state'> & {
  content: LocationContent;
};

/** Starts the server for probes and metrics. */
export function startAdmin(shown: AdminShown): Promise<Listening> {
  const { config, logger, state, metrics, desk } = shown;
  return listen(
    createApp(adminRouter(state, metrics, desk), logger),
    config.metricsAddress,
    '--metrics-address (METRICS_ADDRESS)',
  );
}

/** Starts the location service. */
export function startLocationServer(shown: LocationShown): Promise<Listening> {
  const { config, logger, content, metrics } = shown;
  const app = createLocationApp({
    ...locationMetrics(metrics.registry, () => content.waiting.size),
    ...{ config, content, logger, now },
  });
  return listen(
    requestMetrics(metrics.registry)(app),
    config.locationAddress,
    '--address (LOCATION_ADDRESS)',
  );
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
