import { CHECK_IDS, CHECKS } from '../run/Outcomes';
import type { Row } from '../document/measured';

const WORDS = { pass: 'yes', fail: 'NO', skip: 'skipped' } as const;

/** The rows as a person reads them in a terminal, and why a check failed. */
export function tableOf(rows: readonly Row[]): string {
  const head = ['host', 'node', ...CHECK_IDS, 'start', 'RSS'];
  const cells = rows.map(row => [
    row.release,
    row.node,
    ...CHECK_IDS.map(id => WORDS[row.outcomes[id].verdict]),
    `${row.startSeconds.toFixed(1)} s`,
    `${row.rssMb} MB`,
  ]);
  const lines = inColumns([head, ...cells]);
  return `${[lines, ...flawsOf(rows)].join('\n')}\n`;
}

/** Rows below each other, each cell as wide as the widest of its column. */
export function inColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map(row => row[column]?.length ?? 0)),
  );
  return rows
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Each check that failed or was skipped, and why. */
export function flawsOf(rows: readonly Row[]): string[] {
  return rows.flatMap(({ release, node, outcomes }) =>
    CHECK_IDS.flatMap(id => {
      const { verdict, why } = outcomes[id];
      return verdict === 'pass'
        ? []
        : [
            `${release} on Node.js ${node}: ${WORDS[verdict]}: ${CHECKS[id].holds}: ${why}`,
          ];
    }),
  );
}

/** The closing line that CI reads: each check of each host counts. */
export function closingLine(rows: readonly Row[]): string {
  const all = rows.flatMap(({ outcomes }) =>
    CHECK_IDS.map(id => outcomes[id].verdict),
  );
  const count = (wanted: string) =>
    all.filter(verdict => verdict === wanted).length;
  return `${count('pass')} passed, ${count('fail')} failed, ${count(
    'skip',
  )} skipped`;
}
