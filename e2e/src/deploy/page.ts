import { readFileSync } from 'fs';
import { join } from 'path';
import { ROOT } from './paths';

/** What a mark below a block says of it. */
export type Mark = 'real' | 'images' | 'not';

/** A block of commands, and whether a test runs it. */
export interface Commands {
  readonly text: string;
  readonly mark: Mark | undefined;
}

const MARKS: readonly (readonly [RegExp, Mark])[] = [
  [/^\*Run on a real API server[.,].*\*$/, 'real'],
  [/^\*Run by `npm run test:images`\.\*$/, 'images'],
  [/^\*Not run here: .+\*$/, 'not'],
];

const read = (page: string) => readFileSync(join(ROOT, 'docs', page), 'utf8');
const page = () => read('install.md');

/** The blocks of shell commands of a page (docs/install.md), in their order. */
export function commandsOfPage(name = 'install.md'): Commands[] {
  const blocks = read(name).matchAll(/^```sh\n([\s\S]+?)^```\n\n?(.*)$/gm);
  return [...blocks].map(([, text = '', below = '']) => ({
    text,
    mark: MARKS.find(([shape]) => shape.test(below))?.[1],
  }));
}

/** The blocks of YAML, each with the file that its first line names. */
export function yamlOfPage(): { file: string; text: string }[] {
  const blocks = page().matchAll(/^```yaml\n# (\S+)\n([\s\S]+?)^```$/gm);
  return [...blocks].map(([, file = '', text = '']) => ({ file, text }));
}

/** How many blocks of any language there are. */
export function blocksOfPage(): number {
  return [...page().matchAll(/^```\w+$/gm)].length;
}
