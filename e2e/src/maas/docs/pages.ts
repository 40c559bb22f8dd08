import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { ROOT, sharedFile } from '../../deploy/paths';

/** Pages about Models as a Service whose every file is looked at. */
export const PAGES = ['index', 'sso', '3scale', 'steps'].map(
  name => `docs/maas/${name}.md`,
);

const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');

/** Files and folders of the repository that a page names as code. */
export function pathsIn(page: string): string[] {
  const code = read(page).matchAll(
    /`((?:deploy|e2e|packages|plugins|docs|scripts)\/[^`\s]+)[^`]*`/g,
  );
  return [...new Set([...code].map(([, path = '']) => path))];
}

/** Commands' files: what `oc apply -k` and the like name in blocks. */
export function pathsOfCommands(page: string): string[] {
  const blocks = read(page).matchAll(/^```sh\n([\s\S]+?)^```$/gm);
  const text = [...blocks].map(([, block = '']) => block).join('\n');
  return [...text.matchAll(/(?:^|\s)(deploy\/\S+)/g)].map(
    ([, path = '']) => path,
  );
}

export const isThere = (path: string) => existsSync(join(ROOT, path));

/** A row of a table of steps: what it quotes, and its cells. */
export interface Row {
  readonly quotes: readonly string[];
  readonly cells: readonly string[];
}

/** The rows of the tables of steps. */
export function rows(): Row[] {
  return read('docs/maas/steps.md')
    .split('\n')
    .filter(line => /^\| ["(]/.test(line))
    .map(line => {
      const cells = line.split('|').slice(1, -1).map(String);
      const quotes = [...(cells[0] ?? '').matchAll(/"([^"]+)"/g)];
      return {
        quotes: quotes.map(([, quote = '']) => quote),
        cells: cells.map(cell => cell.trim()),
      };
    });
}

/** What the README of models-aas asks to be done, point by point; undefined: it is not at hand. */
export function stepsOfReadme(): string[] | undefined {
  const file = sharedFile('seeds/001_1e4a8c1d3366832d.txt');
  if (!file) return undefined;
  const points: string[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [, point] = /^\s*(?:•|\d\.)\s+(.*)$/.exec(line) ?? [];
    if (point !== undefined) points.push(point);
    else if (line.startsWith('  ') && points.length > 0) {
      points.push(`${points.pop()} ${line.trim()}`);
    }
  }
  return points;
}
