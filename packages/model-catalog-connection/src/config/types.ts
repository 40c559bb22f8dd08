/** Where the entries are in the app-config. */
export const CONFIG_PATH = 'catalog.providers.modelCatalog';

/**
 * What becomes of a model server: Component and API, or one entity of the
 * kind that Developer Hub 2.1 brings.
 */
export type EntityShape = 'classic' | 'ai-model-server';

/** Which URLs of model servers are shown: all, those from outside of the cluster, or none. */
export type ShownUrls = 'all' | 'external' | 'none';

/** Which Systems of the hub entities are part of, by where they are from. */
export type SystemsConfig = {
  default?: string;
  fromAnnotation?: boolean;
  namespaces?: Readonly<Record<string, string>>;
  registries?: Readonly<Record<string, string>>;
};

/** One entry under {@link CONFIG_PATH}, defaults filled in. */
export type Connection = {
  /** The key of the entry; part of the provider's name, so it must not change. */
  id: string;
  /** Absolute http(s) URL of the location service, without a slash at its end. */
  baseUrl: string;
  /** Sent as `Authorization: Bearer`, to `baseUrl` only; asked for before each request where it expires. */
  token?: string | (() => Promise<string>);
  /** PEM file with the authorities to trust, read again when it changes. */
  caFile?: string;
  /** Milliseconds between two readings of an old location service's `/list`. */
  listIntervalMs: number;
  /** What may be removed in one run when the location service is an old one. */
  removalGuard: { maxSharePercent: number; atLeast: number };
  /** Default `classic`. */
  entityShape?: EntityShape;
  /** Default `all`. */
  urls?: ShownUrls;
  /** Keys that this entry had before; their entities become this one's. */
  previousIds?: readonly string[];
  /** How the hub's Kubernetes plugin calls the cluster of the model servers. */
  kubernetesCluster?: string;
  /** Absent, entities are part of none. */
  systems?: SystemsConfig;
};

/** The backend in which the plugin runs, for entries that it serves itself. */
export type HubAccess = {
  /** Of the plugin that serves them. */
  baseUrl: string;
  token: () => Promise<string>;
};

/** What was read: the usable entries, and what a reader of the log should know. */
export type Connections = {
  connections: Connection[];
  warnings: string[];
  /** Ids of entries that are there and name no location service, e.g. by an unset variable. */
  unused?: string[];
};
