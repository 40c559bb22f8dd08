import type {
  CatalogModel,
  InferenceServer,
  RegistryObject,
  ServerApi,
} from '../sources/objects';
import type { Namespace } from '../sources/namespaces/createNamespaceSource';
import type { OfferingSources } from '../offerings/types';
import type { Issue, Source, SourceStatus } from '../sources/types';
import type { StoreView } from '../store/types';
import type { HoldReason } from '../plan/hold';

/**
 * The sources that a pipeline reads, as they are now: registries and catalogs
 * come and go. One that is known from before and is not among them is retired:
 * what it claimed leaves, through the guard. So a source that may only be
 * missing for now must stay among them, as failed.
 */
export type PipelineSources = {
  servers: readonly {
    resource: InferenceServer['resource'];
    source: Source<InferenceServer>;
  }[];
  registries: readonly { name: string; source: Source<RegistryObject> }[];
  catalogs: readonly { name: string; source: Source<CatalogModel> }[];
  /** Definitions read from running servers; a run never waits for them. */
  apis?: Source<ServerApi>;
  /** API products by which servers are offered; a run never waits for them. */
  offerings?: OfferingSources;
  /** Labels of namespaces, where something is decided by them. */
  namespaces?: Source<Namespace>;
  /** What helps the sources and holds no objects: only its status is shown. */
  helpers?: readonly Pick<Source, 'status'>[];
};

/** What one run did. */
export type RunSummary = {
  /** Milliseconds since the epoch. */
  at: number;
  durationMs: number;
  added: number;
  updated: number;
  removed: number;
  unchanged: number;
  held: Readonly<Partial<Record<HoldReason, number>>>;
  /** Ids whose removal was refused, by source. */
  refused: Readonly<Record<string, readonly string[]>>;
  issues: readonly Issue[];
};

/** The pipeline as others see it; replaced as a whole, never changed. */
export type PipelineState = {
  /** Absent until the store has been read. */
  view?: StoreView;
  /** Whether every source has been tried and the outcome is stored. */
  firstRunDone: boolean;
  sources: readonly SourceStatus[];
  /** Keys of the records that were removed last, the newest at the end. */
  removed: readonly string[];
  lastRun?: RunSummary;
  /** Why the store cannot be read or written now. */
  storeError?: string;
};
