import { resolve } from 'path';
import { COLUMNS } from './columns';
import type { Feature } from './Feature';
import { FEATURES } from './features';

/** Where the table is. */
export const DOCUMENT = resolve(
  __dirname,
  '../../../docs/reference/rhoai-releases.md',
);

function cells(feature: Feature): string[] {
  return COLUMNS.map(({ id }) => {
    const why = feature.lacking?.[id];
    if (why) return `no: ${why}`;
    const note = feature.notes?.[id];
    return note ? `yes, ${note}` : 'yes';
  });
}

/** A table, its columns as wide as prettier makes them. */
function table(rows: readonly (readonly string[])[]): string[] {
  const [head = [], ...rest] = rows;
  const widths = head.map((_, column) =>
    Math.max(3, ...rows.map(cellsOf => cellsOf[column]?.length ?? 0)),
  );
  const line = (texts: readonly string[]) =>
    `| ${texts.map((text, i) => text.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [
    line(head),
    line(widths.map(width => '-'.repeat(width))),
    ...rest.map(line),
  ];
}

/** The text of docs/reference/rhoai-releases.md. */
export function renderDocument(): string {
  return [
    '# What works with which release of OpenShift AI',
    '',
    'Generated from `e2e/src/releases`; do not edit. `UPDATE_DOCS=1 npx jest --config=e2e/jest.config.js releases/document` writes it anew.',
    '',
    'Each cell is backed by a test of that name in `e2e/src/releases/releases.test.ts`: `[release: <id>, feature: <name in the last column>]`. A cell that says no is tested too: what the release lacks does no harm. The whole acceptance suite runs on each release besides.',
    '',
    ...table([
      ['Feature', ...COLUMNS.map(({ title }) => title), 'Test'],
      ...FEATURES.map(feature => [
        feature.title,
        ...cells(feature),
        `\`${feature.id}\``,
      ]),
    ]),
    '',
    '## How each release is had',
    '',
    ...table([
      ['Release', 'Id in tests', 'Made from'],
      ...COLUMNS.map(({ id, title, made }) => [title, `\`${id}\``, made]),
    ]),
    '',
    'Nothing is decided by a version number: the connector asks each server what it can, so releases between these need no entry here.',
    '',
  ].join('\n');
}
