import { createRemoteRecords } from '@model-catalog/node';
import { createMetrics } from '../admin/metrics';
import { isSame, type LocationView, packRecord } from '../location/records';
import { readerCredential } from '../storage/writeCredential';
import { Mirror } from './mirror';
import { createPatience } from './patience';
import { startAdmin, startEach, startLocationServer } from './servers';
import { delay, now, type RoleInput, type Running } from './shell';
import { storageTls } from './storageTls';

/** Serves what storage-rest has; needs no access to Kubernetes. */
export async function startLocation(input: RoleInput): Promise<Running> {
  const { config, environment, logger, signal } = input;
  const patience = createPatience(logger, now);
  const state = () => mirror.state();
  const metrics = createMetrics(state, now);
  const store = createRemoteRecords({
    url: config.storageUrl,
    token: readerCredential({ config, environment }),
    tls: storageTls(config, environment),
    onExchange: metrics.onExchange('storage-rest'),
    pack: packRecord,
    isSame,
  });
  const mirror = new Mirror<LocationView>({
    ...{ store, patience, now, delay },
    onChange: () => location.changed(),
  });
  const [admin, location] = await startEach(async start => {
    const first = await start(startAdmin({ config, logger, state, metrics }));
    const second = await start(
      startLocationServer({ config, logger, store, state, metrics }),
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
