/** What one run of the publisher did; requests are those of the process to the Kubernetes API. */
export type MaasPhase = {
  /** Until all offerings are known, and what has to be written is. */
  seconds: number;
  requests: number;
  /** Writes of objects of 3scale. */
  writes: number;
  /** Other writes: the Lease and Events. */
  otherWrites: number;
  bytesReceived: number;
  bytesSent: number;
  cpuSeconds: number;
  /** Highest resident memory, MB; 0 where the system does not tell. */
  peakRssMb: number;
};

/** What was read of it again, by the part that shows offerings in the catalog. */
export type DiscoveryPhase = {
  seconds: number;
  requests: number;
  bytesReceived: number;
  offerings: number;
};

/** What `bench maas --json` prints for one size. */
export type MaasResult = {
  models: number;
  /** Objects of 3scale that are there in the end, Secrets included. */
  objects: number;
  first: MaasPhase;
  /** The publisher started anew on what it has made. */
  second: MaasPhase;
  discovery: DiscoveryPhase;
};
