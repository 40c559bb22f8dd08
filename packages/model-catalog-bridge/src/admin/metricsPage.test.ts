import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  metricRows,
  metricsPage,
  publisherRows,
} from './__testUtils__/metricsPage';

const PAGE = resolve(__dirname, '../../../../docs/reference/metrics.md');

/** Values of each are few, whatever there is in the cluster. */
const BOUNDED = [
  ...['change', 'kind', 'method', 'node', 'operation', 'outcome', 'reason'],
  ...['role', 'route', 'source', 'state', 'status', 'target', 'version'],
];

it('describes on the page of metrics what the roles have', async () => {
  const text = metricsPage(await metricRows(), await publisherRows());
  if (process.env.UPDATE_DOCS) {
    writeFileSync(PAGE, text);
  }
  expect(readFileSync(PAGE, 'utf8')).toBe(text);
});

it('names metrics as Prometheus has it', async () => {
  const rows = [...(await metricRows()), ...(await publisherRows())];
  expect(rows.length).toBeGreaterThan(15);
  const wrong = rows.filter(
    ({ name, type, labels, help }) =>
      !/^model_catalog_[a-z]+(_[a-z]+)*$/.test(name) ||
      name.endsWith('_total') !== (type === 'counter') ||
      (type === 'histogram' && !name.endsWith('_seconds')) ||
      !/^[A-Z1].{15,}[^.]$/.test(help) ||
      labels.some(label => !BOUNDED.includes(label)),
  );
  expect(wrong).toEqual([]);
});
