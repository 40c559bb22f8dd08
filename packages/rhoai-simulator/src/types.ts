import type { Cluster } from './cluster';
import type {
  CatalogEndpoint,
  CatalogOptions,
  RegistryEndpoint,
  RegistryOptions,
} from './endpoints/options';
import type { RequestCounter } from './faults/counters';
import type { FaultSwitch } from './faults/fault';
import type { InstrumentedService } from './faults/service';
import type { ApiServer } from './kubernetes/apiServer';
import type { ModelServerPool } from './modelServers/ModelServerPool';
import type { Release } from './release';

/** The services that can be broken and counted; model servers are in `modelServers.services`. */
export type ServiceName = 'kubernetes' | 'registry' | 'catalog';

/** A running OpenShift AI. All parts listen on 127.0.0.1. */
export interface Simulator {
  /** Kubernetes API: url, caPem, token, kubeconfig (path), tokens, writer. */
  readonly kubernetes: ApiServer;
  /** What registry and catalog answer as. */
  readonly release: Release;
  /** The world's own model registry. */
  readonly registry: RegistryEndpoint;
  /** The world's own model catalog; 404 for everything in a release that has none. */
  readonly catalog: CatalogEndpoint;
  /** All that run now, the world's own first. */
  readonly registries: readonly RegistryEndpoint[];
  readonly catalogs: readonly CatalogEndpoint[];
  /** Adds a registry while everything runs; published when `proxied`. */
  addRegistry(options: RegistryOptions): Promise<RegistryEndpoint>;
  /** Ends a registry (`name` or `namespace/name`) and deletes what tells of it. */
  removeRegistry(name: string): Promise<void>;
  addCatalog(options: CatalogOptions): Promise<CatalogEndpoint>;
  removeCatalog(name: string): Promise<void>;
  readonly control: { readonly url: string };
  /** The running model servers, with faults and counters by `<namespace>/<name>`. */
  readonly modelServers: ModelServerPool;
  /** The world as it was loaded, and `deploy` for more. */
  readonly cluster: Cluster;
  readonly services: Readonly<Record<ServiceName, InstrumentedService>>;
  readonly faults: Readonly<Record<ServiceName, FaultSwitch>>;
  readonly counters: Readonly<Record<ServiceName, RequestCounter>>;
  /** Resolves when every deployment has reached the state that it was declared with. */
  settled(): Promise<void>;
  /** Breaks all watches of the Kubernetes API. */
  dropWatches(how?: 'end' | 'destroy'): void;
  /** Forgets the history of the Kubernetes API: old watches and pages get 410. */
  compact(): void;
  /** Ends everything within a second; open watches and sockets are cut. */
  stop(): Promise<void>;
}
