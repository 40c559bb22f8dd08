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
};

/** What `bench sync --json` prints. */
export type SyncResult = {
  models: number;
  versions: number;
  full: Phase;
  quiet: Phase;
  changed: Phase;
  /** Peak resident memory of the bridge as `all`, MB. */
  rssMb: number;
  /** Resident memory of the same bundle that only prints its help, MB. */
  baselineRssMb: number;
};
