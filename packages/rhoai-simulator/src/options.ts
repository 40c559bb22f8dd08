import type { CatalogOptions, RegistryOptions } from './endpoints/options';
import type { TokenUser } from './kubernetes/access';
import type { CustomKind, LlmVersion } from './kubernetes/definitions';
import type { WatchSettings } from './kubernetes/watch';
import type { AlphaApi } from './registry';
import type { Release } from './release';

/** Ports on 127.0.0.1; 0 takes any free one. */
export interface SimulatorPorts {
  readonly kubernetes: number;
  readonly registry: number;
  readonly catalog: number;
  readonly control: number;
  /** First port of the model servers, one port each; 0: any free ones. */
  readonly modelServers: number;
}

/** The ports of the demo. */
export const DEFAULT_PORTS: SimulatorPorts = {
  kubernetes: 16443,
  registry: 18080,
  catalog: 18081,
  control: 18082,
  modelServers: 18100,
};

/** Any free ports, for tests. */
export const FREE_PORTS: SimulatorPorts = {
  kubernetes: 0,
  registry: 0,
  catalog: 0,
  control: 0,
  modelServers: 0,
};

/** Lines about what happens; nothing is written when there is no logger. */
export interface SimulatorLogger {
  info(line: string): void;
  warn(line: string): void;
}

/** How a simulator is started. */
export interface SimulatorOptions {
  /** Any free ports unless given; `DEFAULT_PORTS` for the demo. */
  readonly ports?: Partial<SimulatorPorts>;
  /** Folder for CA, certificates and kubeconfig; made when missing. */
  readonly dir: string;
  /** `demo`, `empty` (the default), or the folder of a world. */
  readonly world?: string;
  /** Milliseconds from an InferenceService's creation until it is ready; 0 unless given. */
  readonly readyDelayMs?: number;
  readonly now?: () => Date;
  readonly logger?: SimulatorLogger;
  /** Bearer token of the cluster's admin, which is also in the kubeconfig. */
  readonly token?: string;
  /**
   * true: registry and catalog are as behind OpenShift AI's proxy. They speak
   * HTTPS (the Kubernetes API's CA), want a token of the cluster, and Services,
   * Routes and a ModelRegistry in `rhoai-model-registries` say where they are.
   */
  readonly proxied?: boolean;
  /** Which release of OpenShift AI's registry and catalog; 0.3.8 unless given. */
  readonly release?: Release;
  /** What became of the registry's v1alpha3; only sensible with release `hub`. */
  readonly alpha?: AlphaApi;
  /** Registries beside the world's own; `addRegistry` adds more later. */
  readonly registries?: readonly RegistryOptions[];
  /** Catalogs beside the world's own. */
  readonly catalogs?: readonly CatalogOptions[];
  /** Bearer tokens that protected model servers let in, besides the admin's. */
  readonly modelTokens?: readonly string[];
  /** false: no controller starts model servers or writes status, as on a bare API server. */
  readonly controller?: boolean;
  /** Further tokens of the Kubernetes API and what they may do. */
  readonly users?: readonly TokenUser[];
  /** false: requests without a token get 401; else 403 for `system:anonymous`, as by default on a real cluster. */
  readonly anonymous?: boolean;
  /** Custom kinds that this cluster does not serve, as on older releases. */
  readonly withoutKinds?: readonly CustomKind[];
  /** true: ServingRuntimes and the kinds of 3scale's operator are served, too. */
  readonly threescale?: boolean;
  /** The versions of LLMInferenceService that are served; both unless given. */
  readonly llmVersions?: readonly LlmVersion[];
  readonly watch?: Partial<WatchSettings>;
}
