/**
 * Times of one provider, in seconds since the bridge was started on an empty
 * store (a bare provider: since it was connected).
 */
export type Arrival = {
  /** Until the last mutation was applied. */
  committedSeconds: number;
  /** Until the catalog's API counts every entity; absent when it was not waited for so long. */
  visibleSeconds?: number;
};

/** Times of single changes in the cluster, in seconds. */
export type ChangeTimes = {
  committedP50: number;
  committedP95: number;
  visibleP50: number;
  visibleP95: number;
  /** Rows that the host itself was late to process while the changes were made: the median and the most. */
  queueP50: number;
  queueMost: number;
};

/** What goes over each link while nothing changes. */
export type Quiet = {
  minutes: number;
  providerRequestsPerMinute: number;
  registryRequestsPerCheck: number;
  mutationsPerMinute: number;
  storeWritesPerMinute: number;
  leaseWritesPerMinute: number;
  /** Requests of the location service to the store; in `all` there is no such link. */
  storeRequestsPerMinute?: number;
};

/** Peak resident memory, MB. */
export type Memory = {
  all: number;
  rhoaiNormalizer?: number;
  storageRest?: number;
  location?: number;
};

/** Our own provider on `all`. */
export type Own = Arrival & {
  /** Until the bridge serves everything. */
  servedSeconds: number;
  /** Requests of our provider until everything was committed. */
  locationRequests: number;
  change: ChangeTimes;
  quiet: Quiet;
};

/** What `bench scale --json` prints for one size; what was not measured is absent. */
export type ScaleResult = Partial<Own> & {
  models: number;
  distinct: boolean;
  rssMb: Partial<Memory>;
  /** Of `all`, after a provider like the existing one has asked for everything at once. */
  rssWithExistingMb?: number;
  /** The same bundles that only print their help. */
  importMb: Memory;
  /** A provider that does what the existing one does, on a bridge of its own. */
  comparison?: Arrival & { locationRequests: number; visibleP95: number };
  /** The same entities in one mutation. */
  bare?: Arrival;
  /** 1, 5 and 15 minutes, when the run began and when it ended. */
  loadAverage: { before: number[]; after: number[] };
};
