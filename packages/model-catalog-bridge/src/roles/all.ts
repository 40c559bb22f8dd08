import { packStored } from '@model-catalog/node';
import { connect, createService, now } from '@model-catalog/service';
import { createMetrics } from '../admin/metrics';
import { removalDesk } from '../admin/removalDesk';
import type { RoleInput, Running } from './role';
import { startAdmin, startEach, startLocationServer } from './servers';
import { openStore } from './store';

/**
 * Every role in one process. Both servers listen before anything is read, so
 * that probes and readers get an answer from the first moment.
 */
export async function startAll(input: RoleInput): Promise<Running> {
  const { config, environment, logger, signal } = input;
  const state = () => service.state();
  const metrics = createMetrics('all', { state, now });
  const kubernetes = await connect(
    environment,
    metrics.onExchange('kubernetes'),
  );
  const opened = await openStore(config, environment, {
    kubernetes: async () => kubernetes,
    keep: packStored,
  });
  const store = metrics.counted(opened.store);
  const service = createService({
    ...{ name: 'all', config, environment, logger, kubernetes, store },
    observer: metrics,
    bridgeUrl: config.bridgeUrl,
  });
  const { content, approve } = service;
  const desk = removalDesk({ config, environment, approve, logger });
  const [admin, location] = await startEach(async start => {
    const first = await start(
      startAdmin({ config, logger, state, metrics, desk }),
    );
    const second = await start(
      startLocationServer({ config, logger, content, metrics }),
    );
    return [first, second] as const;
  });
  const done = service.run(signal).finally(async () => {
    await Promise.all([admin.close(), location.close()]);
    await opened.close();
    await kubernetes.client.close();
  });
  return {
    ports: { location: location.port, metrics: admin.port },
    done,
  };
}
