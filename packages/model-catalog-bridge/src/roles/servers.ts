import type { PipelineState, Store } from '@model-catalog/node';
import type { Metrics } from '../admin/metrics';
import { adminRouter } from '../admin/router';
import { createApp } from '../app';
import type { Config } from '../config/config';
import { type Listening, listen } from '../listen';
import { createContent } from '../location/content';
import { createLocationApp } from '../location/createLocationApp';
import type { Logger } from '../log';
import { delay, now } from './shell';

export type Servers = {
  ports: Readonly<Record<'location' | 'metrics', number>>;
  /** To be called when the state may be another. */
  changed(): void;
  close(): Promise<void>;
};

/** What both servers of a role show. */
export type Shown = {
  config: Config;
  logger: Logger;
  store: Pick<Store, 'blob'>;
  state: () => PipelineState;
  metrics: Metrics;
};

/** Starts the location service and the server for probes and metrics, or neither. */
export async function startServers(shown: Shown): Promise<Servers> {
  const { config, logger, store, state, metrics } = shown;
  const content = createContent({
    store,
    state,
    bridgeUrl: config.bridgeUrl,
    now,
    delay,
    onIssue: issue => logger.warn({ issue }, 'A text is missing'),
  });
  const admin = await listen(
    createApp(adminRouter(state, metrics), logger),
    config.metricsAddress,
    '--metrics-address (METRICS_ADDRESS)',
  );
  let location: Listening;
  try {
    location = await listen(
      createLocationApp({ config, content, logger, now }),
      config.locationAddress,
      '--address (LOCATION_ADDRESS)',
    );
  } catch (error) {
    await admin.close();
    throw error;
  }
  return {
    ports: { location: location.port, metrics: admin.port },
    changed: () => content.changed(),
    close: async () => {
      await Promise.all([location.close(), admin.close()]);
    },
  };
}
