import type {
  LifecycleRules,
  OwnerRules,
  SelectionOptions,
} from '@model-catalog/node';
import type { Endpoint, TokenSource } from './endpoints';

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

/** A token by its value, or by a file that is read again as it changes. */
export type Credential = { value: string } | { file: string };

/** Where models are offered as a service. */
export type MaasConfig = Readonly<{
  /** Whether anything of it is read. */
  isRead: boolean;
  /** Of Services, e.g. `cluster.local`. */
  clusterDomain: string;
  /** Whether products are told of that are only called as a model server is. */
  suggestions: boolean;
  threescale: Readonly<{
    /** Of the operator's objects; all unless given. */
    namespaces?: readonly string[];
    /** Of the developer portal, where it is not as the tenant's name says. */
    portalUrl?: string;
    /** The tenant's own API; absent, only the operator's objects are read. */
    admin?: Readonly<{
      url: string;
      token: TokenSource;
      caFile?: string;
      /** Whether its gateway runs in this cluster. */
      sameCluster: boolean;
    }>;
  }>;
}>;

/** What the service is told at its start, whoever hosts it; read once, never changed. */
export type ServiceConfig = Readonly<{
  /** PEM files of authorities trusted besides the system's and the cluster's; read anew as they change. */
  caFiles: readonly string[];
  /** Model catalogs given by hand; then none is looked for. */
  catalogs: readonly Endpoint[];
  checkIntervalMs: number;
  /** Name of the cluster in keys. */
  cluster: string;
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
  maas: MaasConfig;
  maxRemovalShare: number;
  /** What the names of all entities begin with, where several clusters share a catalog. */
  namePrefix?: string;
  owners: OwnerRules;
  pollIntervalMs: number;
  registries: readonly Endpoint[];
  registryToken?: string;
  selection: SelectionOptions;
  techdocs: {
    /** Hosts (`host`, `host:port`) of TechDocs properties; absent for what the hub has integrations for. */
    allowedHosts?: readonly string[];
  };
}>;
