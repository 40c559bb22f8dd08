import type {
  LifecycleRules,
  OwnerRules,
  SelectionOptions,
} from '@model-catalog/node';
import type { Address } from './address';
import type { Endpoint } from './endpoints';
import type { Settings } from './schema';

/** What is looked for in the cluster. */
export type DiscoveryConfig = Readonly<{
  registries: boolean;
  catalogs: boolean;
  /** Whose Services are trusted: those of the operators. */
  namespaces: readonly string[];
}>;

/** A token for the API definition of one model server. */
export type DefinitionToken = Readonly<{
  /** `namespace/name` of the InferenceService or LLMInferenceService. */
  server: string;
  /** The only origin that it is sent to, e.g. `https://granite.apps.example.com`. */
  origin: string;
  from:
    | { file: string }
    | { secret: { namespace: string; name: string; key: string } };
}>;

/** What a process of the bridge does. */
export type Role = 'all' | 'rhoai-normalizer' | 'storage-rest' | 'location';

/** A token by its value, or by a file that is read again as it changes. */
export type Credential = { value: string } | { file: string };

/** What the bridge is told at its start; read once, never changed. */
export type Config = Readonly<{
  bridgeUrl: string;
  /** PEM files of authorities trusted besides the system's and the cluster's; read anew as they change. */
  caFiles: readonly string[];
  /** Model catalogs given by hand; then none is looked for. */
  catalogs: readonly Endpoint[];
  checkIntervalMs: number;
  /** The dashboard of OpenShift AI, given by hand; then it is not looked for. */
  dashboardUrl?: string;
  defaultLifecycle: string;
  defaultOwner: string;
  definitions: {
    /** Whether running servers are asked for their API definitions. */
    discover: boolean;
    tokens: readonly DefinitionToken[];
  };
  discovery: DiscoveryConfig;
  /** Certificates of registries, catalogs and model servers are not verified. */
  insecureSkipTlsVerify: boolean;
  lifecycle: LifecycleRules;
  locationAddress: Address;
  /** What readers of the location service must show; always there when it is bound wider than loopback. */
  locationToken?: Credential;
  logLevel: Settings['LOG_LEVEL'];
  maxRemovalShare: number;
  metricsAddress: Address;
  owners: OwnerRules;
  pollIntervalMs: number;
  registries: readonly Endpoint[];
  registryToken?: string;
  selection: SelectionOptions;
  storage: Settings['STORAGE_TYPE'];
  /** Where storage-rest listens. */
  storageAddress: Address;
  /** What may write through storage-rest; else it is derived from the token that its neighbours share. */
  storageToken?: Credential;
  /** Where the other roles reach storage-rest. */
  storageUrl: string;
  techdocs: {
    /** Hosts (`host`, `host:port`) of TechDocs properties; absent for what the hub has integrations for. */
    allowedHosts?: readonly string[];
  };
  warnings: readonly string[];
}>;
