import type { Phase, SyncResult } from './types';

const HEAD = [
  'phase',
  'requests',
  'registry',
  'catalog',
  'kubernetes',
  'bytes',
  'writes',
  'written bytes',
  'seconds',
];

function row(name: string, phase: Phase): string[] {
  const { registry, catalog, kubernetes, writes, writtenBytes } = phase;
  return [
    name,
    String(phase.requests),
    String(registry.requests),
    String(catalog.requests),
    String(kubernetes.requests),
    String(phase.bytes),
    String(writes),
    String(writtenBytes),
    phase.seconds.toFixed(2),
  ];
}

/** The result as a Markdown table. */
export function toTable(result: SyncResult): string {
  const { models, versions, rssMb, baselineRssMb } = result;
  const rows = [
    HEAD,
    HEAD.map((_, index) => (index === 0 ? '---' : '---:')),
    row('full sync', result.full),
    row('quiet poll', result.quiet),
    row('one changed version', result.changed),
  ];
  return [
    `${models} models x ${versions} versions`,
    '',
    ...rows.map(cells => `| ${cells.join(' | ')} |`),
    '',
    `Peak RSS of the bridge: ${rssMb} MB (importing it alone: ${baselineRssMb} MB)`,
  ].join('\n');
}
