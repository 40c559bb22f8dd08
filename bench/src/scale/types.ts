/**
 * Times of one provider, in seconds since the bridge was started on an empty
 * store (a bare provider: since it was connected). What did not happen while it
 * was waited for is as long as that was, and named in `lowerBounds`.
 */
export type Arrival = {
  /** Until the first mutation was applied. */
  firstMutationSeconds: number;
  /** Until the last mutation was applied. */
  committedSeconds: number;
  /** Until the catalog's API counts every entity. */
  visibleSeconds: number;
  lowerBounds: string[];
};

/** Times of single changes in the cluster, in seconds. */
export type ChangeTimes = {
  /** How many were made. */
  count: number;
  committedP50: number;
  committedP95: number;
  visibleP50: number;
  visibleP95: number;
  /** Rows that the host itself was late to process while the changes were made: the median and the most. */
  queueP50: number;
  queueMost: number;
  lowerBounds: string[];
};

/** What goes over each link while nothing changes. */
export type Quiet = {
  minutes: number;
  providerRequestsPerMinute: number;
  registryRequestsPerCheck: number;
  mutationsPerMinute: number;
  storeWritesPerMinute: number;
  leaseWritesPerMinute: number;
};

/** Resident memory, MB. */
export type Memory = {
  all: number;
  rhoaiNormalizer?: number;
  storageRest?: number;
  location?: number;
};

/** The highest of a part, and that at its end, when nothing has changed for a while. */
export type Resident = { peak: Partial<Memory>; end: Partial<Memory> };

/** Our own provider on `all`. */
export type Own = Arrival & {
  /** Until the bridge serves everything. */
  servedSeconds: number;
  /** Requests of our provider until everything was committed. */
  locationRequests: number;
  /** Rows that the catalog wrote in its tables until all was visible. */
  hostWrites: Record<string, number>;
  change: ChangeTimes;
  quiet?: Quiet;
};

/** A provider that does what the existing one does, on a bridge of its own. */
export type Comparison = Arrival & {
  locationRequests: number;
  visibleP95: number;
};

/** Of one run, so of the same machine at about the same time. */
export type Ratios = {
  /** How many times sooner everything was committed than with the comparison. */
  committedSooner?: number;
  /** How many times fewer requests were made of the location service. */
  requestsFewer?: number;
  /** Time until all is visible, in times of the bare provider's: from the start of the bridge. */
  visibleToBare?: number;
  /** The same from the moment when the bridge serves everything: a bare provider has it from the start. */
  visibleSinceServedToBare?: number;
};

/** What `bench scale --json` prints for one size; what was not measured is absent. */
export type ScaleResult = Partial<Omit<Own, 'lowerBounds'>> & {
  models: number;
  distinct: boolean;
  /** The highest. */
  rssMb: Partial<Memory>;
  /** When nothing has changed for a while. */
  restRssMb: Partial<Memory>;
  /** Of `all`, after a provider like the existing one has asked for everything at once. */
  rssWithExistingMb?: number;
  /** The same bundles that only print their help. */
  importMb: Memory;
  comparison?: Omit<Comparison, 'lowerBounds'>;
  /** The same entities in one mutation. */
  bare?: Omit<Arrival, 'lowerBounds'> & { hostWrites: Record<string, number> };
  ratios: Ratios;
  /** Figures of which is only known that they are more than that, e.g. `comparison.visibleSeconds`. */
  lowerBounds: string[];
  /** Parts that failed, and why. */
  failures: Record<string, string>;
  /** Seconds that each part took. */
  partSeconds: Record<string, number>;
  /** 1, 5 and 15 minutes, when the run began and when it ended. */
  loadAverage: { before: number[]; after: number[] };
};
