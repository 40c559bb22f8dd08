import type { Store } from '@model-catalog/node';
import pino from 'pino';
import { listen } from '@model-catalog/service';
import { createStorageApp } from '../app';
import type { Keep } from '../readChanges';
import { createViews } from '../views';
import { createWriteGuard } from '../writeCredential';

/** storage-rest around a driver, as the role has it, on a free port. */
export async function serveStore(
  store: Store,
  token: string,
  {
    isGuarded = false,
    keep,
    credential = async () => token,
  }: {
    isGuarded?: boolean;
    keep?: Keep;
    credential?: () => Promise<string>;
  } = {},
) {
  const views = createViews(store);
  const stop = new AbortController();
  const app = createStorageApp(
    {
      store,
      views,
      mayWrite: createWriteGuard(credential, {
        now: () => performance.now(),
      }),
      isGuarded,
      keep,
    },
    pino({ level: 'silent' }),
  );
  const address = { host: '127.0.0.1', port: 0 };
  const server = await listen(app, address, 'STORAGE_ADDRESS');
  const following = store.follow(stop.signal, () => {
    views.read().catch(() => {});
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    token,
    views,
    close: async () => {
      stop.abort();
      await server.close();
      await following;
    },
  };
}
