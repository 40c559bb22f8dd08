/** Requests, bytes of answers and store writes of one phase. */
export type Traffic = {
  requests: number;
  bytes: number;
};

/** One phase; `requests` and `bytes` are sums over the services. */
export type Phase = Traffic & {
  registry: Traffic;
  catalog: Traffic;
  kubernetes: Traffic;
  /** Writes of ConfigMaps. */
  writes: number;
  /** Bytes sent in these writes. */
  writtenBytes: number;
  seconds: number;
  /** Processor time of the bridge, seconds. */
  cpuSeconds: number;
};

/** What `bench sync --json` prints for one size. */
export type SyncResult = {
  models: number;
  versions: number;
  full: Phase;
  /** A minute in which nothing changes, at the default intervals. */
  quiet: Phase;
  /** The most requests that one look of that minute took. */
  quietCheckRequests: number;
  /** Of several changes, one after the other, the one in the middle. */
  changed: Phase;
  /** The most requests from one of these changes until it is served, polls of something else in that time included. */
  changedRequests: number;
  /** The longest time from a change until it is served. */
  changedSeconds: number;
  /** Peak resident memory of the bridge as `all`, MB. */
  rssMb: number;
  /** The same at the end of the first sync. */
  rssAfterFullMb: number;
  /** Resident memory of the same bundle that only prints its help, MB. */
  baselineRssMb: number;
};
