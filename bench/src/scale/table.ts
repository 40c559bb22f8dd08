import type { ScaleResult } from './types';

const seconds = (value: number | undefined) =>
  value === undefined ? '-' : value.toFixed(2);
const whole = (value: number | undefined) =>
  value === undefined ? '-' : String(Math.round(value));
const rate = (value: number | undefined) =>
  value === undefined ? '-' : String(Math.round(value * 100) / 100);

type Row = readonly [string, (result: ScaleResult) => string];

const ROWS: readonly Row[] = [
  ['bridge: served, s', one => seconds(one.servedSeconds)],
  ['our provider: last mutation, s', one => seconds(one.committedSeconds)],
  ['our provider: all visible, s', one => seconds(one.visibleSeconds)],
  ['our provider: location requests', one => whole(one.locationRequests)],
  [
    'as the existing one: last mutation, s',
    one => seconds(one.comparison?.committedSeconds),
  ],
  [
    'as the existing one: all visible, s',
    one => seconds(one.comparison?.visibleSeconds),
  ],
  [
    'as the existing one: location requests',
    one => whole(one.comparison?.locationRequests),
  ],
  [
    'as the existing one: change visible p95, s',
    one => seconds(one.comparison?.visibleP95),
  ],
  ['bare: last mutation, s', one => seconds(one.bare?.committedSeconds)],
  ['bare: all visible, s', one => seconds(one.bare?.visibleSeconds)],
  ['change: committed p50, s', one => seconds(one.change?.committedP50)],
  ['change: committed p95, s', one => seconds(one.change?.committedP95)],
  ['change: visible p50, s', one => seconds(one.change?.visibleP50)],
  ['change: visible p95, s', one => seconds(one.change?.visibleP95)],
  [
    'rows the host was late with meanwhile: p50, most',
    one => `${one.change?.queueP50 ?? '-'}, ${one.change?.queueMost ?? '-'}`,
  ],
  [
    'quiet: provider requests a minute',
    one => rate(one.quiet?.providerRequestsPerMinute),
  ],
  [
    'quiet: registry requests a check',
    one => rate(one.quiet?.registryRequestsPerCheck),
  ],
  ['quiet: mutations a minute', one => rate(one.quiet?.mutationsPerMinute)],
  [
    'quiet: store writes a minute',
    one => rate(one.quiet?.storeWritesPerMinute),
  ],
  [
    'quiet: writes of the lease a minute',
    one => rate(one.quiet?.leaseWritesPerMinute),
  ],
  [
    'peak RSS (import), MB: all',
    one => `${whole(one.rssMb.all)} (${whole(one.importMb.all)})`,
  ],
  [
    'all, asked as by the existing provider',
    one => whole(one.rssWithExistingMb),
  ],
  [
    'rhoai-normalizer',
    one =>
      `${whole(one.rssMb.rhoaiNormalizer)} (${whole(
        one.importMb.rhoaiNormalizer,
      )})`,
  ],
  [
    'storage-rest',
    one =>
      `${whole(one.rssMb.storageRest)} (${whole(one.importMb.storageRest)})`,
  ],
  [
    'location',
    one => `${whole(one.rssMb.location)} (${whole(one.importMb.location)})`,
  ],
  [
    'load average of five minutes, before and after',
    ({ loadAverage: { before, after } }) =>
      `${seconds(before[1])}, ${seconds(after[1])}`,
  ],
];

/** The results as a Markdown table, one column for each size. */
export function toScaleTable(results: readonly ScaleResult[]): string {
  const heads = results.map(
    ({ models, distinct }) => `${models}${distinct ? ' distinct' : ''}`,
  );
  const lines = [
    ['models', ...heads],
    ['---', ...heads.map(() => '---:')],
    ...ROWS.map(([name, value]) => [name, ...results.map(value)]),
  ];
  return lines.map(cells => `| ${cells.join(' | ')} |`).join('\n');
}
