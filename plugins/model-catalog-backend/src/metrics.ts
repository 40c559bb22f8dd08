import {
  type Attributes,
  type Meter,
  metrics as openTelemetry,
} from '@opentelemetry/api';
import type { Hosted, Observer } from '@model-catalog/service';

const STATES = ['complete', 'partial', 'failed', 'unavailable'] as const;

/** What is asked when the hub's exporter asks. */
type Shown = ReadonlyMap<string, Pick<Hosted, 'state'>>;

/** What counts for an entry. */
export type Metrics = { observer(entry: string): Observer };

type Observe = (value: number, attributes?: Attributes) => void;

/** As the host of the plugin has set up OpenTelemetry; what is told goes nowhere where it has not. */
export const meter = (): Meter => openTelemetry.getMeter('model-catalog');

function gauges(meterOf: Meter, shown: Shown): void {
  const gauge = (
    name: string,
    description: string,
    tell: (state: ReturnType<Hosted['state']>, observe: Observe) => void,
  ) =>
    meterOf
      .createObservableGauge(`model_catalog_${name}`, { description })
      .addCallback(result => {
        for (const [entry, one] of shown) {
          tell(one.state(), (value, attributes) =>
            result.observe(value, { entry, ...attributes }),
          );
        }
      });

  gauge('leader', '1 where this backend reads the cluster', (state, observe) =>
    observe(state.leader.isLeader ? 1 : 0),
  );
  gauge('records', 'Models and model servers in the store', (state, observe) =>
    observe(state.view?.records.size ?? 0),
  );
  gauge(
    'store_error',
    "1 while the hub's database cannot be read or written",
    (state, observe) => observe(state.storeError === undefined ? 0 : 1),
  );
  gauge(
    'source_state',
    '1 for the state that a source is in',
    ({ sources }, observe) => {
      for (const { id: source, state: current } of sources) {
        for (const state of STATES) {
          observe(state === current ? 1 : 0, { source, state });
        }
      }
    },
  );
  gauge(
    'refused_removals',
    'Objects whose removal waits for approval',
    ({ lastRun }, observe) => {
      for (const [source, ids] of Object.entries(lastRun?.refused ?? {})) {
        observe(ids.length, { source });
      }
    },
  );
}

/**
 * The most important metrics of the bridge, by the same names and with the
 * label `entry`, through the hub's own OpenTelemetry.
 */
export function createMetrics(meterOf: Meter, shown: Shown): Metrics {
  gauges(meterOf, shown);
  // An exporter for Prometheus writes _total behind the name of a counter.
  const runs = meterOf.createCounter('model_catalog_runs', {
    description: 'Runs of the pipeline',
  });
  const requests = meterOf.createCounter('model_catalog_http_requests', {
    description:
      'Requests to other servers, by kind of server and answer; status is none where nothing answered',
  });
  return {
    observer: entry => ({
      onRun: () => runs.add(1, { entry }),
      onExchange:
        target =>
        ({ method, status = 'none' }) =>
          requests.add(1, { entry, target, method, status: String(status) }),
    }),
  };
}
