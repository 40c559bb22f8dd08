import type { Part } from './rig';
import type { ScaleResult } from './types';

const SECONDS = 2;

/** The part that finds a figure. */
function partOf(name: string): Part {
  if (name.startsWith('bare.')) {
    return 'bare';
  }
  return name.startsWith('comparison.') ? 'existing' : 'ours';
}

/** A figure, with a sign before it when it is only known to be more than that. */
function figure(
  name: string,
  of: (result: ScaleResult) => number | undefined,
  digits = SECONDS,
) {
  return (result: ScaleResult) => {
    const value = of(result);
    if (value === undefined) {
      return partOf(name) in result.failures ? 'failed' : '-';
    }
    const sign = result.lowerBounds.includes(name) ? '> ' : '';
    const scale = 10 ** digits;
    return `${sign}${Math.round(value * scale) / scale}`;
  };
}

const withImport =
  (role: keyof ScaleResult['importMb']) =>
  ({ rssMb, restRssMb, importMb }: ScaleResult) =>
    `${rssMb[role] ?? '-'}, ${restRssMb[role] ?? '-'} (${
      importMb[role] ?? '-'
    })`;

const ratio = (name: keyof ScaleResult['ratios']) =>
  figure(`ratios.${name}`, ({ ratios }) => ratios[name]);

type Row = readonly [string, (result: ScaleResult) => string];

const ARRIVAL: readonly Row[] = [
  ['bridge: served, s', figure('servedSeconds', one => one.servedSeconds)],
  [
    'our provider: last mutation, s',
    figure('committedSeconds', one => one.committedSeconds),
  ],
  [
    'our provider: all visible, s',
    figure('visibleSeconds', one => one.visibleSeconds),
  ],
  [
    'our provider: location requests',
    figure('locationRequests', one => one.locationRequests),
  ],
  [
    'as the existing one: first mutation, s',
    figure(
      'comparison.firstMutationSeconds',
      one => one.comparison?.firstMutationSeconds,
    ),
  ],
  [
    'as the existing one: last mutation, s',
    figure(
      'comparison.committedSeconds',
      one => one.comparison?.committedSeconds,
    ),
  ],
  [
    'as the existing one: all visible, s',
    figure('comparison.visibleSeconds', one => one.comparison?.visibleSeconds),
  ],
  [
    'as the existing one: location requests',
    figure(
      'comparison.locationRequests',
      one => one.comparison?.locationRequests,
    ),
  ],
  [
    'as the existing one: change visible p95, s',
    figure('comparison.visibleP95', one => one.comparison?.visibleP95),
  ],
  [
    'bare: last mutation, s',
    figure('bare.committedSeconds', one => one.bare?.committedSeconds),
  ],
  [
    'bare: all visible, s',
    figure('bare.visibleSeconds', one => one.bare?.visibleSeconds),
  ],
  ['last mutation sooner than the comparison, times', ratio('committedSooner')],
  ['location requests fewer, times', ratio('requestsFewer')],
  ['all visible, in times of bare', ratio('visibleToBare')],
  ['the same since everything was served', ratio('visibleSinceServedToBare')],
];

const CHANGES: readonly Row[] = [
  [
    'change: committed p50, s',
    figure('change.committedP50', one => one.change?.committedP50),
  ],
  [
    'change: committed p95, s',
    figure('change.committedP95', one => one.change?.committedP95),
  ],
  [
    'change: visible p50, s',
    figure('change.visibleP50', one => one.change?.visibleP50),
  ],
  [
    'change: visible p95, s',
    figure('change.visibleP95', one => one.change?.visibleP95),
  ],
  [
    'rows the host was late with meanwhile: p50, most',
    one => `${one.change?.queueP50 ?? '-'}, ${one.change?.queueMost ?? '-'}`,
  ],
];

const REST: readonly Row[] = [
  [
    'quiet: provider requests a minute',
    figure('quiet.', one => one.quiet?.providerRequestsPerMinute),
  ],
  [
    'quiet: registry requests a check',
    figure('quiet.', one => one.quiet?.registryRequestsPerCheck),
  ],
  [
    'quiet: mutations a minute',
    figure('quiet.', one => one.quiet?.mutationsPerMinute),
  ],
  [
    'quiet: store writes a minute',
    figure('quiet.', one => one.quiet?.storeWritesPerMinute),
  ],
  [
    'quiet: writes of the lease a minute',
    figure('quiet.', one => one.quiet?.leaseWritesPerMinute),
  ],
  ['RSS, the highest and at rest (import), MB: all', withImport('all')],
  [
    'all, asked as by the existing provider',
    figure('rssWithExistingMb', one => one.rssWithExistingMb),
  ],
  ['rhoai-normalizer', withImport('rhoaiNormalizer')],
  ['storage-rest', withImport('storageRest')],
  ['location', withImport('location')],
  [
    'load average of five minutes, before and after',
    ({ loadAverage: { before, after } }) =>
      `${before[1]?.toFixed(1)}, ${after[1]?.toFixed(1)}`,
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
    ...[...ARRIVAL, ...CHANGES, ...REST].map(([name, value]) => [
      name,
      ...results.map(value),
    ]),
  ];
  return lines.map(cells => `| ${cells.join(' | ')} |`).join('\n');
}
