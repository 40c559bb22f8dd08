import { createRemoteRecords } from '@model-catalog/node';
import {
  createContent,
  createPatience,
  delay,
  isSameRecord,
  type LocationView,
  Mirror,
  now,
  packRecord,
} from '@model-catalog/service';
import { createMetrics } from '../admin/metrics';
import { readerCredential } from '../storage/writeCredential';
import { startAdmin, startEach, startLocationServer } from './servers';
import type { RoleInput, Running } from './role';
import { storageTls } from './storageTls';

/** Serves what storage-rest has; needs no access to Kubernetes. */
export async function startLocation(input: RoleInput): Promise<Running> {
  const { config, environment, logger, signal } = input;
  const patience = createPatience(logger, now);
  const state = () => mirror.state();
  const metrics = createMetrics('location', { state, now });
  const store = createRemoteRecords({
    url: config.storageUrl,
    token: readerCredential({ config, environment }),
    tls: storageTls(config, environment),
    onExchange: metrics.onExchange('storage-rest'),
    pack: packRecord,
    isSame: isSameRecord,
  });
  const mirror = new Mirror<LocationView>({
    ...{ store, patience, now, delay },
    onChange: () => content.changed(),
  });
  const content = createContent({
    ...{ store, state, bridgeUrl: config.bridgeUrl, now, delay },
    catchUp: () => mirror.catchUp(),
    onIssue: issue => logger.warn({ issue }, 'A text is missing'),
  });
  const [admin, location] = await startEach(async start => {
    const first = await start(startAdmin({ config, logger, state, metrics }));
    const second = await start(
      startLocationServer({ config, logger, content, metrics }),
    );
    return [first, second] as const;
  });
  const done = mirror.run(signal).finally(async () => {
    await Promise.all([admin.close(), location.close()]);
    await store.close();
  });
  return {
    ports: { location: location.port, metrics: admin.port },
    done,
  };
}
