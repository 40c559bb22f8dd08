import { Counter, Gauge, type Registry } from 'prom-client';
import type { RouterOptions } from '@model-catalog/service';

/** What Prometheus may ask of the location service; `waiting` is asked when the gauge is read. */
export function locationMetrics(
  registry: Registry,
  waiting: () => number,
): Required<Pick<RouterOptions, 'onServed' | 'onTextMissing'>> {
  const registers = [registry];
  const answers = new Counter({
    name: 'model_catalog_location_answers_total',
    help: 'Answers of our own routes, by kind: full, changes, not-modified, records, texts',
    labelNames: ['kind'],
    registers,
  });
  const bytes = new Counter({
    name: 'model_catalog_location_sent_bytes_total',
    help: 'Bytes sent in these answers, compressed where they were, by kind',
    labelNames: ['kind'],
    registers,
  });
  const missing = new Counter({
    name: 'model_catalog_location_missing_texts_total',
    help: 'Texts that were asked for and left out, by reason: gone, or too-long',
    labelNames: ['reason'],
    registers,
  });
  const gauge = new Gauge({
    name: 'model_catalog_location_waiting',
    help: 'Long polls that wait for news, of at most 100 (further ones are told to come again)',
    registers,
    collect() {
      gauge.set(waiting());
    },
  });
  return {
    onServed: ({ kind, bytes: sent }) => {
      answers.inc({ kind });
      bytes.inc({ kind }, sent);
    },
    onTextMissing: (_digest, reason) => missing.inc({ reason }),
  };
}
