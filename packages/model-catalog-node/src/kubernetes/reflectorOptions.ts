import type { SourceEvent } from '../sources/types';
import type { BackoffSettings } from './backoff';
import type { KubernetesClient } from './types';

/** Times are milliseconds. */
export type ReflectorSettings = {
  /** Objects per page of a list; smaller by itself when pages get too large. */
  pageSize: number;
  /** A full list at least this often, whatever the watch says. */
  relistMs: number;
  /** When such a list fails while the watch works, it is tried again after this. */
  relistRetryMs: number;
  /** The longest watch; each one takes half to all of it. */
  watchMs: number;
  /** Silence after which a watch counts as dead. */
  idleMs: number;
  /** A shorter watch is not repeated at once. */
  shortWatchMs: number;
  /** After a longer watch, the next wait is the shortest again. */
  longWatchMs: number;
  /** Bad watches in a row after which a list is taken instead. */
  maxBadWatches: number;
  /** How long a view may be unconfirmed before it counts as failed. */
  toleranceMs: number;
  /** Between attempts at what was never readable; up to twice that, by jitter. */
  unavailableRetryMs: number;
  backoff: BackoffSettings;
};

export const DEFAULT_SETTINGS: ReflectorSettings = {
  pageSize: 500,
  relistMs: 600_000,
  relistRetryMs: 60_000,
  watchMs: 600_000,
  // kube-apiserver sends a bookmark about each minute. Half a minute more lets
  // one come late; a server that sends none costs one cheap reconnect each 90 s.
  idleMs: 90_000,
  shortWatchMs: 1_000,
  longWatchMs: 10_000,
  maxBadWatches: 3,
  toleranceMs: 15_000,
  unavailableRetryMs: 30_000,
  backoff: { minMs: 250, maxMs: 30_000, resetAfterMs: 60_000 },
};

export type ReflectorOptions<T> = {
  client: KubernetesClient;
  /** Of the collection, e.g. `/apis/serving.kserve.io/v1beta1/inferenceservices`. */
  path: string;
  /** Only objects with these labels, in the words of the API, e.g. `app=x,tier in (a,b)`. */
  labelSelector?: string;
  /** Reads one object; must not throw for what it cannot read. */
  parse: (raw: unknown) => T;
  now: () => number;
  /** Resolves early, without error, when the signal aborts. */
  delay: (ms: number, signal: AbortSignal) => Promise<void>;
  random?: () => number;
  /** The objects or the state changed. */
  onChange: () => void;
  /** The whole collection was listed, whether or not that showed anything new. */
  onListed?: () => void;
  log?: (event: Omit<SourceEvent, 'source'>) => void;
  /** Whether the collection was listed in an earlier life of this process. */
  wasComplete?: boolean;
  settings?: Partial<ReflectorSettings>;
};
