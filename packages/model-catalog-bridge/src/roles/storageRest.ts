import { packStored } from '@model-catalog/node';
import {
  createPatience,
  delay,
  isLoopback,
  listen,
  Mirror,
  now,
} from '@model-catalog/service';
import { createMetrics } from '../admin/metrics';
import type { AdminState } from '../admin/readiness';
import { createStorageApp } from '../storage/app';
import { createOutstanding } from '../storage/outstanding';
import { createViews } from '../storage/views';
import { createWriteGuard, writeCredential } from '../storage/writeCredential';
import { startAdmin, startEach } from './servers';
import type { RoleInput, Running } from './role';
import { openStoreAlone } from './store';

/** Has the store, and lets its neighbours read it, and write with the credential. */
export async function startStorageRest(input: RoleInput): Promise<Running> {
  const { config, environment, logger, signal } = input;
  const credential = writeCredential({ config, environment });
  const state = (): AdminState => {
    const { storeError } = mirror.state();
    const view = views.current();
    const shown = { sources: [], removed: [], storeError };
    return { ...shown, view, firstRunDone: view !== undefined };
  };
  const metrics = createMetrics('storage-rest', { state, now });
  const opened = await openStoreAlone(
    config,
    environment,
    metrics.onExchange('kubernetes'),
  );
  const { close } = opened;
  const counted = metrics.counted(opened.store);
  const { store, settled } = createOutstanding(counted, delay);
  const views = createViews(store);
  let wasRead = true;
  const mirror = new Mirror({
    store: { read: () => views.read(), follow: store.follow },
    patience: createPatience(logger, now),
    onChange: () => {
      const isRead = mirror.state().storeError === undefined;
      if (wasRead && !isRead) {
        views.doubt();
      }
      wasRead = isRead;
    },
    now,
    delay,
  });
  const app = createStorageApp(
    {
      ...{ store, views, keep: packStored },
      mayWrite: createWriteGuard(credential, {
        now: () => performance.now(),
        onError: message => logger.error(message),
      }),
      isGuarded: !isLoopback(config.storageAddress),
    },
    logger,
  );
  const [admin, storage] = await startEach(async start => {
    const first = await start(startAdmin({ config, logger, state, metrics }));
    const second = await start(
      listen(app, config.storageAddress, {
        setting: 'STORAGE_ADDRESS',
        // A first sync of many thousand records, on a busy machine.
        requestTimeout: 5 * 60_000,
      }),
    );
    return [first, second] as const;
  });
  const done = mirror.run(signal).finally(async () => {
    await settled();
    await Promise.all([admin.close(), storage.close()]);
    await close();
  });
  return { ports: { storage: storage.port, metrics: admin.port }, done };
}
