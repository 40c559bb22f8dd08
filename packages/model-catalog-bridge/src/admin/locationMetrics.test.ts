/* eslint-disable @backstage/no-forbidden-package-imports -- the rig of the location service, which no program gets */
import { digestOf } from '@model-catalog/common';
import { Registry } from 'prom-client';
import { startTestLocation } from '@model-catalog/service/src/location/__testUtils__/startLocation';
import {
  modelNamed,
  viewOf,
} from '@model-catalog/service/src/location/__testUtils__/views';
import { locationMetrics } from './locationMetrics';

jest.setTimeout(30_000);

it('counts what the location service answers, and who waits', async () => {
  const registry = new Registry();
  const view = viewOf('1', [modelNamed('a')]);
  const location = await startTestLocation({
    state: () => ({ view, sources: [] }),
    router: locationMetrics(registry, () => location.content.waiting.size),
  });
  const { headers, bytes } = await location.get('/api/v1/changes');
  const conditional = { 'If-None-Match': String(headers.etag) };
  await location.get('/api/v1/changes?since=1');
  await location.get('/api/v1/changes?since=1', conditional);
  await location.get(`/api/v1/texts?digest=${digestOf('gone')}`);
  const waiting = location.get('/api/v1/changes?wait=9', conditional);
  await location.delay.until(1);

  const text = await registry.metrics();

  const has = (line: string) => expect(text.split('\n')).toContain(line);
  has('model_catalog_location_answers_total{kind="full"} 1');
  has('model_catalog_location_answers_total{kind="changes"} 1');
  has('model_catalog_location_answers_total{kind="not-modified"} 1');
  has(
    `model_catalog_location_sent_bytes_total{kind="full"} ${bytes.byteLength}`,
  );
  has('model_catalog_location_missing_texts_total{reason="gone"} 1');
  has('model_catalog_location_waiting 1');
  location.delay.pass();
  await waiting;
  await location.close();
});
