import type {
  OfferingState,
  PassResult,
  PublisherState,
} from '@model-catalog/maas';
import type { ElectionState, Exchange } from '@model-catalog/node';
import { Router } from 'express';
import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  Registry,
} from 'prom-client';

/** How the process stands. */
export type Shown = { publisher: PublisherState; leader: ElectionState };

const STATES: readonly OfferingState['state'][] = [
  'Pending',
  'Invalid',
  'Orphan',
  'Synced',
  'Promoted',
  'Failed',
  'Hidden',
  'Held',
];

function countsOf({ offerings }: PublisherState): Map<string, number> {
  const counts = new Map<string, number>(STATES.map(state => [state, 0]));
  for (const { state } of offerings.values()) {
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return counts;
}

/**
 * Whether it works.
 *
 * | Lease answers | leads | first pass over | something does not work | answer |
 * |---|---|---|---|---|
 * | not yet | - | - | - | 503 `starting` |
 * | yes | no | - | - | 200 `ok`, role `standby` |
 * | yes | yes | no | - | 503 `starting`, with the reasons |
 * | yes | yes | yes | yes | 200 `degraded`, with the reasons |
 * | yes | yes | yes | no | 200 `ok` |
 */
export function publisherReadiness({ publisher, leader }: Shown) {
  const { isLeader, isAnswered, holder } = leader;
  const { reasons, isReady } = publisher;
  const isStarting = !isAnswered || (isLeader && !isReady);
  const settled = isLeader && reasons.length > 0 ? 'degraded' : 'ok';
  return {
    status: isStarting ? 503 : 200,
    body: {
      status: isStarting ? 'starting' : settled,
      reasons,
      role: isLeader ? 'leader' : 'standby',
      ...(holder !== undefined && { holder }),
      offerings: Object.fromEntries(countsOf(publisher)),
    },
  };
}

const PROCESS_STATES = ['starting', 'standby', 'ok', 'degraded'];

function processState(shown: Shown): string {
  const { status, role } = publisherReadiness(shown).body;
  return status === 'ok' && role === 'standby' ? role : status;
}

const stateGauge = (registry: Registry, shown: () => Shown) =>
  new Gauge({
    name: 'model_catalog_maas_state',
    help: '1 for how the process stands, as /readyz says it: starting, standby, ok, or degraded',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      const current = processState(shown());
      for (const state of PROCESS_STATES) {
        this.set({ state }, state === current ? 1 : 0);
      }
    },
  });

/** What Prometheus may ask; gauges ask `shown` when they are read. */
export function publisherMetrics(shown: () => Shown) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const gauge = (
    name: string,
    help: string,
    {
      labelNames = [],
      set,
    }: { labelNames?: string[]; set: (one: Gauge) => void },
  ) =>
    new Gauge({
      ...{ name, help, labelNames, registers },
      collect() {
        this.reset();
        set(this);
      },
    });
  gauge('model_catalog_maas_offerings', 'Offerings, by how they stand', {
    labelNames: ['state'],
    set: one => {
      for (const [state, count] of countsOf(shown().publisher)) {
        one.set({ state }, count);
      }
    },
  });
  gauge(
    'model_catalog_maas_refused',
    'Offerings that stay as too many model servers are gone at once',
    {
      set: one => one.set(shown().publisher.refused.length),
    },
  );
  gauge(
    'model_catalog_maas_leader',
    '1 where this process publishes, 0 where it stands by',
    {
      set: one => one.set(shown().leader.isLeader ? 1 : 0),
    },
  );
  stateGauge(registry, shown);
  const writes = new Counter({
    name: 'model_catalog_maas_writes_total',
    help: 'Writes to objects of 3scale, by what they were for',
    labelNames: ['reason'],
    registers,
  });
  const failures = new Counter({
    name: 'model_catalog_maas_write_failures_total',
    help: 'Writes to objects of 3scale that failed and are tried again',
    registers,
  });
  const seconds = new Histogram({
    name: 'model_catalog_maas_pass_seconds',
    help: 'Time of each pass, its writes included',
    buckets: [0.01, 0.05, 0.2, 1, 5, 30],
    registers,
  });
  const requests = new Counter({
    name: 'model_catalog_http_requests_total',
    help: 'Requests to the sources, by answer; status is none where nothing answered',
    labelNames: ['target', 'method', 'status'],
    registers,
  });
  return {
    registry,
    onPass: ({ summary }: PassResult) => {
      seconds.observe(summary.durationMs / 1000);
      failures.inc(summary.failed);
      for (const [reason, count] of Object.entries(summary.done)) {
        writes.inc({ reason }, count);
      }
    },
    onExchange: ({ method, status }: Exchange) =>
      requests.inc({ target: 'kubernetes', method, status: status ?? 'none' }),
  };
}

/** `/healthz`, `/readyz` and `/metrics`. */
export function publisherRouter(
  shown: () => Shown,
  registry: Registry,
): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', (_request, response) => {
    const { status, body } = publisherReadiness(shown());
    response.status(status).json(body);
  });
  router.get('/metrics', (_request, response, next) => {
    registry
      .metrics()
      .then(text => response.type(registry.contentType).send(text))
      .catch(next);
  });
  return router;
}
