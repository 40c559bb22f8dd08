import {
  type Attributes,
  createNoopMeter,
  type Meter,
  type ObservableCallback,
} from '@opentelemetry/api';
import type { Hosted } from '@model-catalog/service';
import { createMetrics } from './metrics';

/** Keeps what instruments are told, as an exporter reads it. */
function recordingMeter() {
  const callbacks = new Map<string, ObservableCallback>();
  const added: string[] = [];
  const noop = createNoopMeter();
  const line = (name: string, value: number, attributes?: Attributes) =>
    `${name} ${JSON.stringify(attributes)} ${value}`;
  const meter: Meter = {
    ...noop,
    createHistogram: noop.createHistogram,
    createGauge: noop.createGauge,
    createUpDownCounter: noop.createUpDownCounter,
    createObservableCounter: noop.createObservableCounter,
    createObservableUpDownCounter: noop.createObservableUpDownCounter,
    addBatchObservableCallback: noop.addBatchObservableCallback,
    removeBatchObservableCallback: noop.removeBatchObservableCallback,
    createCounter: name => ({
      add: (value, attributes) => added.push(line(name, value, attributes)),
    }),
    createObservableGauge: name => ({
      addCallback: callback => callbacks.set(name, callback),
      removeCallback: () => callbacks.delete(name),
    }),
  };
  return {
    meter,
    added,
    read: async () => {
      const lines: string[] = [];
      for (const [name, callback] of callbacks) {
        await callback({
          observe: (value, attributes) => {
            lines.push(line(name, value, attributes));
          },
        });
      }
      return lines;
    },
  };
}

const RUN = {
  at: 0,
  durationMs: 5,
  added: 0,
  updated: 0,
  removed: 0,
  unchanged: 0,
  held: {},
  refused: { kserve: ['a', 'b'] },
  issues: [],
};

const state = (): ReturnType<Hosted['state']> => ({
  firstRunDone: true,
  removed: [],
  sources: [
    {
      id: 'kserve',
      state: 'failed',
      since: '2026-01-01T00:00:00Z',
      message: 'answered 503',
    },
  ],
  leader: { isLeader: true, isSure: true, isAnswered: true },
  lastRun: RUN,
});

describe('the metrics of a hub without sidecars', () => {
  it('say of each entry what the bridge would, when they are asked', async () => {
    const { meter, read } = recordingMeter();
    const shown = new Map<string, Pick<Hosted, 'state'>>();
    createMetrics(meter, shown);
    expect(await read()).toEqual([]);

    shown.set('east', { state });

    expect(await read()).toEqual([
      'model_catalog_leader {"entry":"east"} 1',
      'model_catalog_records {"entry":"east"} 0',
      'model_catalog_store_error {"entry":"east"} 0',
      'model_catalog_source_state {"entry":"east","source":"kserve","state":"complete"} 0',
      'model_catalog_source_state {"entry":"east","source":"kserve","state":"partial"} 0',
      'model_catalog_source_state {"entry":"east","source":"kserve","state":"failed"} 1',
      'model_catalog_source_state {"entry":"east","source":"kserve","state":"unavailable"} 0',
      'model_catalog_refused_removals {"entry":"east","source":"kserve"} 2',
    ]);
  });

  it('count runs and requests, and hold no URL', () => {
    const { meter, added } = recordingMeter();
    const { onRun, onExchange } = createMetrics(meter, new Map()).observer('e');

    onRun(RUN);
    const told = onExchange('model-registry');
    const exchange = { url: 'https://r/x', bytesIn: 1, ms: 1, method: 'GET' };
    told({ ...exchange, status: 200 });
    told(exchange);

    expect(added).toEqual([
      'model_catalog_runs {"entry":"e"} 1',
      'model_catalog_http_requests {"entry":"e","target":"model-registry","method":"GET","status":"200"} 1',
      'model_catalog_http_requests {"entry":"e","target":"model-registry","method":"GET","status":"none"} 1',
    ]);
  });
});
