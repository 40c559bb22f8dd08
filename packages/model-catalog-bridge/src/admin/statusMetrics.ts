import { Gauge, type Registry } from 'prom-client';
import { type AdminState, readinessOf } from './readiness';

const STATES = ['complete', 'partial', 'failed', 'unavailable'] as const;

/** What gauges ask when they are read. */
export type Shown = {
  state: () => AdminState;
  /** Milliseconds since the epoch. */
  now: () => number;
};

function sourceMetrics(registry: Registry, { state, now }: Shown): void {
  const registers = [registry];
  const states = new Gauge({
    name: 'model_catalog_source_state',
    help: '1 for the state that a source is in: complete, partial, failed, or unavailable (not there, or never allowed to be read)',
    labelNames: ['source', 'state'],
    registers,
    collect() {
      states.reset();
      for (const { id: source, state: current } of state().sources) {
        for (const name of STATES) {
          states.set({ source, state: name }, name === current ? 1 : 0);
        }
      }
    },
  });
  const age = new Gauge({
    name: 'model_catalog_source_age_seconds',
    help: 'Time since a source was last read completely; absent before it was, and in roles that do not read it',
    labelNames: ['source'],
    registers,
    collect() {
      age.reset();
      for (const { id: source, lastCompleteAt } of state().sources) {
        if (lastCompleteAt !== undefined) {
          const seconds = (now() - Date.parse(lastCompleteAt)) / 1000;
          age.set({ source }, Math.max(0, seconds));
        }
      }
    },
  });
}

function leaderMetric(registry: Registry, { state }: Shown): void {
  const gauge = new Gauge({
    name: 'model_catalog_leader',
    help: '1 where this process reads OpenShift AI and writes to the store, 0 where it stands by',
    registers: [registry],
    collect() {
      gauge.set(state().leader?.isLeader ? 1 : 0);
    },
  });
}

/** Of every role; who may lead says whether it does. */
export function statusMetrics(
  registry: Registry,
  { mayLead, ...shown }: Shown & { mayLead: boolean },
): void {
  const registers = [registry];
  const ready = new Gauge({
    name: 'model_catalog_ready',
    help: '1 while /readyz answers 200',
    registers,
    collect() {
      ready.set(readinessOf(shown.state()).status === 200 ? 1 : 0);
    },
  });
  const records = new Gauge({
    name: 'model_catalog_records',
    help: 'Models and model servers in the store, as this process sees it',
    registers,
    collect() {
      records.set(shown.state().view?.records.size ?? 0);
    },
  });
  const error = new Gauge({
    name: 'model_catalog_store_error',
    help: '1 while the store cannot be read or written; /readyz says why',
    registers,
    collect() {
      error.set(shown.state().storeError === undefined ? 0 : 1);
    },
  });
  sourceMetrics(registry, shown);
  if (mayLead) {
    leaderMetric(registry, shown);
  }
}
