import {
  type ConfigMapStoreOptions,
  createConfigMapStore,
  createMemoryStore,
  type Exchange,
  packStored,
  type Store,
} from '@model-catalog/node';
import {
  connect,
  type Kubernetes,
  storeNamespace,
} from '@model-catalog/service';
import { type Config, ConfigError } from '../config/config';
import { readPostgres } from '../config/postgres';
import { openPostgresStore } from '../postgres/openPostgresStore';

/** A store and what is to be closed with it. */
export type OpenStore = {
  store: Store;
  close(): Promise<void>;
};

const NOTHING = async () => {};

/** What a store needs besides the configuration. */
export type StoreNeeds = {
  /** Called where it lies in ConfigMaps. */
  kubernetes: () => Promise<Kubernetes>;
  /** What is kept of each record in memory. */
  keep?: ConfigMapStoreOptions['keep'];
};

/** The store that the configuration asks for. */
export async function openStore(
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
  { kubernetes, keep }: StoreNeeds,
): Promise<OpenStore> {
  if (config.storage === 'Memory') {
    return { store: createMemoryStore(), close: NOTHING };
  }
  if (config.storage === 'PostgreSQL') {
    const read = readPostgres(environment);
    if ('problems' in read) {
      throw new ConfigError(read.problems);
    }
    const store = openPostgresStore(read.settings, { keep });
    return { store, close: store.close };
  }
  const connected = await kubernetes();
  const store = createConfigMapStore({
    client: connected.client,
    namespace: storeNamespace(connected),
    keep,
  });
  return { store, close: NOTHING };
}

/** As {@link openStore}, for a process that only hands records on; with a connection to Kubernetes of its own. */
export async function openStoreAlone(
  config: Config,
  environment: Readonly<Record<string, string | undefined>>,
  onExchange: (exchange: Exchange) => void,
): Promise<OpenStore> {
  let connected: Kubernetes | undefined;
  const { store, close } = await openStore(config, environment, {
    keep: packStored,
    kubernetes: async () => {
      connected = await connect(environment, onExchange);
      return connected;
    },
  });
  return {
    store,
    close: async () => {
      await close();
      await connected?.client.close();
    },
  };
}
