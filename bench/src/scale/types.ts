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

/** What `bench scale --json` prints for one size. */
export type ScaleResult = Arrival & {
  models: number;
  distinct: boolean;
  /** Until the bridge serves everything. */
  servedSeconds: number;
  change: ChangeTimes;
  quiet: Quiet;
  rssMb: Memory;
  /** Of `all`, after a provider like the existing one has asked for everything at once. */
  rssWithExistingMb?: number;
  /** The same bundles that only print their help. */
  importMb: Memory;
  /** A provider that does what the existing one does, on the same location service. */
  comparison?: Arrival & { locationRequests: number; visibleP95: number };
  /** Requests of our provider until everything was committed. */
  locationRequests: number;
  /** The same entities in one mutation. */
  bare?: Arrival;
  /** 1, 5 and 15 minutes, when the run began. */
  loadAverage: number[];
};
