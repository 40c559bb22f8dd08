import type { RequestCounter } from '@model-catalog/rhoai-simulator';
import type { CountingProxy } from './countingProxy';
import type { Phase, Traffic } from './types';

type Counted = Omit<Phase, 'cpuSeconds'>;

type Counter = Pick<RequestCounter, 'counts' | 'reset'>;

/** Counts what goes to each service. */
export type Meter = {
  reset(): void;
  /** Sum of all requests, to see whether anything moves. */
  requests(): number;
  read(seconds: number): Counted;
};

const WRITE = /^(POST|PUT|PATCH) .*\/configmaps/;

function trafficOf({ counts }: Counter): Traffic {
  return { requests: counts.requests, bytes: counts.bytesOut };
}

function writesOf({ counts }: Counter) {
  const writes = Object.entries(counts.patterns).filter(([pattern]) =>
    WRITE.test(pattern),
  );
  return {
    writes: writes.reduce((sum, [, { requests }]) => sum + requests, 0),
    writtenBytes: writes.reduce((sum, [, { bytesIn }]) => sum + bytesIn, 0),
  };
}

/** A meter over the three services; a registry or catalog elsewhere is counted by a proxy in front of it. */
export function createMeter(services: {
  kubernetes: Counter;
  registry: Counter | CountingProxy;
  catalog: Counter | CountingProxy;
}): Meter {
  const { kubernetes, registry, catalog } = services;
  return {
    reset() {
      kubernetes.reset();
      registry.reset();
      catalog.reset();
    },
    requests: () =>
      [kubernetes, registry, catalog].reduce(
        (sum, { counts }) => sum + counts.requests,
        0,
      ),
    read(seconds) {
      const parts = {
        registry: trafficOf(registry),
        catalog: trafficOf(catalog),
        kubernetes: trafficOf(kubernetes),
      };
      const all = Object.values(parts);
      return {
        requests: all.reduce((sum, part) => sum + part.requests, 0),
        bytes: all.reduce((sum, part) => sum + part.bytes, 0),
        ...parts,
        ...writesOf(kubernetes),
        seconds,
      };
    },
  };
}
