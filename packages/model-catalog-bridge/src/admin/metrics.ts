import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  Registry,
} from 'prom-client';
import type { SourceStatus } from '@model-catalog/common';
import type { Exchange, RunSummary } from '@model-catalog/node';
import type { AdminState } from './readiness';

const STATES = ['complete', 'partial', 'failed', 'unavailable'] as const;

/** What Prometheus may ask the bridge. */
export type Metrics = {
  registry: Registry;
  onExchange(target: string): (exchange: Exchange) => void;
  onRun(summary: RunSummary): void;
};

function httpMetrics(registry: Registry) {
  const labelNames = ['target', 'method', 'status'];
  return {
    requests: new Counter({
      name: 'model_catalog_http_requests_total',
      help: 'Requests to the sources, by answer; status is none where nothing answered',
      labelNames,
      registers: [registry],
    }),
    bytes: new Counter({
      name: 'model_catalog_http_received_bytes_total',
      help: 'Bytes received of the sources',
      labelNames: ['target'],
      registers: [registry],
    }),
    seconds: new Histogram({
      name: 'model_catalog_http_seconds',
      help: 'Time of each exchange with a source',
      labelNames: ['target'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
      registers: [registry],
    }),
  };
}

function runMetrics(registry: Registry) {
  return {
    runs: new Counter({
      name: 'model_catalog_runs_total',
      help: 'Runs of the pipeline',
      registers: [registry],
    }),
    runSeconds: new Histogram({
      name: 'model_catalog_run_seconds',
      help: 'Time of each run, the write to the store included',
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
      registers: [registry],
    }),
    changes: new Counter({
      name: 'model_catalog_record_changes_total',
      help: 'Records added, updated and removed',
      labelNames: ['change'],
      registers: [registry],
    }),
    held: new Gauge({
      name: 'model_catalog_held_objects',
      help: 'Objects kept although their source does not show them, by reason',
      labelNames: ['reason'],
      registers: [registry],
    }),
    refused: new Gauge({
      name: 'model_catalog_refused_removals',
      help: 'Objects whose removal the guard refused',
      registers: [registry],
    }),
    issues: new Gauge({
      name: 'model_catalog_object_issues',
      help: 'Things about single objects that need attention, by source',
      labelNames: ['source'],
      registers: [registry],
    }),
  };
}

function statusMetrics(
  registry: Registry,
  state: () => AdminState,
  now: () => number,
) {
  const of = (set: (gauge: Gauge, status: SourceStatus) => void) =>
    function collect(this: Gauge) {
      this.reset();
      state().sources.forEach(status => set(this, status));
    };
  const registers = [registry];
  return [
    new Gauge({
      name: 'model_catalog_source_state',
      help: '1 for the state that a source is in',
      labelNames: ['source', 'state'],
      registers,
      collect: of((gauge, { id, state: current }) =>
        STATES.forEach(name =>
          gauge.set({ source: id, state: name }, name === current ? 1 : 0),
        ),
      ),
    }),
    new Gauge({
      name: 'model_catalog_source_age_seconds',
      help: 'Time since a source was last read completely',
      labelNames: ['source'],
      registers,
      collect: of((gauge, { id, lastCompleteAt }) => {
        if (lastCompleteAt !== undefined) {
          const age = (now() - Date.parse(lastCompleteAt)) / 1000;
          gauge.set({ source: id }, Math.max(0, age));
        }
      }),
    }),
    new Gauge({
      name: 'model_catalog_records',
      help: 'Records in the store',
      registers,
      collect() {
        this.set(state().view?.records.size ?? 0);
      },
    }),
    new Gauge({
      name: 'model_catalog_revision_info',
      help: '1 for the revision of the records that are shown',
      labelNames: ['revision'],
      registers,
      collect() {
        this.reset();
        const { view } = state();
        if (view) {
          this.set({ revision: view.revision }, 1);
        }
      },
    }),
    new Gauge({
      name: 'model_catalog_leader',
      help: '1 where this process writes to the store, 0 where it stands by',
      registers,
      collect() {
        this.reset();
        const { leader } = state();
        if (leader) {
          this.set(leader.isLeader ? 1 : 0);
        } else {
          this.remove();
        }
      },
    }),
    new Gauge({
      name: 'model_catalog_store_error',
      help: '1 while the store cannot be read or written',
      registers,
      collect() {
        this.set(state().storeError === undefined ? 0 : 1);
      },
    }),
  ];
}

/** Metrics of a bridge that runs the pipeline; gauges ask `state` when they are read. */
export function createMetrics(
  state: () => AdminState,
  now: () => number,
): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  statusMetrics(registry, state, now);
  const http = httpMetrics(registry);
  const run = runMetrics(registry);
  return {
    registry,
    onExchange:
      target =>
      ({ method, status, bytesIn, ms }) => {
        http.requests.inc({ target, method, status: status ?? 'none' });
        http.bytes.inc({ target }, bytesIn);
        http.seconds.observe({ target }, ms / 1000);
      },
    onRun(summary) {
      run.runs.inc();
      run.runSeconds.observe(summary.durationMs / 1000);
      for (const change of ['added', 'updated', 'removed'] as const) {
        run.changes.inc({ change }, summary[change]);
      }
      run.held.reset();
      for (const [reason, count] of Object.entries(summary.held)) {
        run.held.set({ reason }, count);
      }
      run.refused.set(Object.values(summary.refused).flat().length);
      run.issues.reset();
      for (const { source } of summary.issues) {
        run.issues.inc({ source });
      }
    },
  };
}
