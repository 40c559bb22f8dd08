import type { Phase, SyncResult } from './types';

const HEAD = [
  'models x versions',
  'phase',
  'requests',
  'registry',
  'catalog',
  'kubernetes',
  'bytes',
  'writes',
  'written bytes',
  'seconds',
  'CPU seconds',
];

function row(size: string, name: string, phase: Phase): string[] {
  const { registry, catalog, kubernetes, writes, writtenBytes } = phase;
  return [
    size,
    name,
    String(phase.requests),
    String(registry.requests),
    String(catalog.requests),
    String(kubernetes.requests),
    String(phase.bytes),
    String(writes),
    String(writtenBytes),
    phase.seconds.toFixed(2),
    phase.cpuSeconds.toFixed(2),
  ];
}

const sizeOf = ({ models, versions }: SyncResult) => `${models} x ${versions}`;

function table(head: readonly string[], rows: readonly string[][]): string {
  const line = head.map((_, index) => (index < 2 ? '---' : '---:'));
  return [[...head], line, ...rows]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n');
}

/** The results as Markdown tables. */
export function toTable(results: readonly SyncResult[]): string {
  const traffic = results.flatMap(result => [
    row(sizeOf(result), 'first sync', result.full),
    row(sizeOf(result), 'quiet minute', result.quiet),
    row(sizeOf(result), 'one changed version', result.changed),
  ]);
  const others = results.map(result => [
    sizeOf(result),
    '',
    String(result.quietCheckRequests),
    String(result.changedRequests),
    result.changedSeconds.toFixed(2),
    String(result.rssAfterFullMb),
    String(result.rssMb),
    String(result.baselineRssMb),
  ]);
  const head = [
    'models x versions',
    '',
    'most requests of a quiet check',
    'most requests around a change',
    'longest seconds until a change is served',
    'peak RSS of the first sync, MB',
    'peak RSS, MB',
    'of it the import, MB',
  ];
  return [table(HEAD, traffic), table(head, others)].join('\n\n');
}
