import {
  createConfigMapStore,
  createMemoryStore,
  type Exchange,
  type Store,
} from '@model-catalog/node';
import { type Config, ConfigError } from '../config/config';
import { readPostgres } from '../config/postgres';
import { openPostgresStore } from '../postgres/openPostgresStore';
import { connect, type Kubernetes, storeNamespace } from './kubernetes';

/** A store and what is to be closed with it. */
export type OpenStore = { store: Store; close(): Promise<void> };

const NOTHING = async () => {};

/** The store that the configuration asks for; `kubernetes` is called where it lies in ConfigMaps. */
export async function openStore(
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
  kubernetes: () => Promise<Kubernetes>,
): Promise<OpenStore> {
  if (config.storage === 'Memory') {
    return { store: createMemoryStore(), close: NOTHING };
  }
  if (config.storage === 'PostgreSQL') {
    const read = readPostgres(environment);
    if ('problems' in read) {
      throw new ConfigError(read.problems);
    }
    const store = openPostgresStore(read.settings);
    return { store, close: store.close };
  }
  const connected = await kubernetes();
  const store = createConfigMapStore({
    client: connected.client,
    namespace: storeNamespace(connected),
  });
  return { store, close: NOTHING };
}

/** As {@link openStore}, with a connection to Kubernetes of its own. */
export async function openStoreAlone(
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
  onExchange: (exchange: Exchange) => void,
): Promise<OpenStore> {
  let connected: Kubernetes | undefined;
  const { store, close } = await openStore(config, environment, async () => {
    connected = await connect(environment, onExchange);
    return connected;
  });
  return {
    store,
    close: async () => {
      await close();
      await connected?.client.close();
    },
  };
}
