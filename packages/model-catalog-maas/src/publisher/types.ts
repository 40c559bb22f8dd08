import type { RemovalPolicy } from '@model-catalog/node';
import type { PlanSettings, RenderSettings } from '../contract/types';
import type { DeletionPolicy, OfferingState } from './plan/types';

/** What the administrator of the publisher decides. */
export type PublisherSettings = {
  /** Namespaces in which labels count; nothing of others is read. */
  namespaces: readonly string[];
  deletion: DeletionPolicy;
  /** How long a server must be missing before its offering is hidden or deleted, milliseconds. */
  graceMs: number;
  removal: RemovalPolicy;
  /** Whether state and message are written on the model server, too; KServe may pass annotations on to its pods. */
  annotate: boolean;
  render: Omit<RenderSettings, 'plans'>;
};

/** Plans by key, read anew for each pass; throws where they cannot be read. */
export type ReadPlans = () => Promise<
  Readonly<Record<string, readonly PlanSettings[]>>
>;

export type PublisherEvent = {
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  details?: Record<string, unknown>;
  error?: unknown;
};

/** What one pass did. */
export type PassSummary = {
  durationMs: number;
  /** Writes that succeeded, by what they were for: `new`, `changed`, `hidden`, `promotion`, `unpublished`, ... */
  done: Readonly<Record<string, number>>;
  /** Writes that failed and are tried again. */
  failed: number;
};

/** How the publisher stands, for probes and metrics. */
export type PublisherState = {
  /** Whether everything was listed once and a pass is over. */
  isReady: boolean;
  /** What does not work, in words. */
  reasons: readonly string[];
  /** Servers, by how their offering stands. */
  offerings: ReadonlyMap<string, OfferingState>;
  refused: readonly string[];
  lastPass?: PassSummary;
};
