import type { MaasPhase, MaasResult } from './types';

const HEAD = [
  'models',
  'phase',
  'requests',
  'writes',
  'other writes',
  'bytes received',
  'bytes sent',
  'seconds',
  'CPU seconds',
  'peak RSS, MB',
];

const row = (models: number, name: string, phase: MaasPhase) => [
  String(models),
  name,
  String(phase.requests),
  String(phase.writes),
  String(phase.otherWrites),
  String(phase.bytesReceived),
  String(phase.bytesSent),
  phase.seconds.toFixed(2),
  phase.cpuSeconds.toFixed(2),
  String(phase.peakRssMb),
];

/** The results for people, and for RESULTS.md. */
export function toMaasTable(results: readonly MaasResult[]): string {
  const rows = results.flatMap(({ models, first, second, discovery }) => [
    row(models, 'publish', first),
    row(models, 'second pass', second),
    [
      String(models),
      'discovery',
      String(discovery.requests),
      '0',
      '0',
      String(discovery.bytesReceived),
      '',
      discovery.seconds.toFixed(2),
      '',
      '',
    ],
  ]);
  const line = HEAD.map((_, index) => (index < 2 ? '---' : '---:'));
  return [HEAD, line, ...rows]
    .map(cells => `| ${cells.join(' | ')} |`)
    .join('\n');
}
