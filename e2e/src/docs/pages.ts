import { readdirSync, readFileSync } from 'fs';
import { join, posix, relative, resolve, sep } from 'path';

/** The repository, and what of it is shown in hubs. */
export const ROOT = resolve(__dirname, '../../..');
export const DOCS = join(ROOT, 'docs');

/** Every page, as a path in docs/. */
export const PAGES: readonly string[] = readdirSync(DOCS, {
  withFileTypes: true,
  recursive: true,
})
  .filter(entry => entry.isFile() && entry.name.endsWith('.md'))
  .map(entry => relative(DOCS, join(entry.parentPath, entry.name)))
  .map(path => path.split(sep).join('/'))
  .sort();

export const textOf = (page: string): string =>
  readFileSync(join(DOCS, page), 'utf8');

/** A block of code, and the first line below it. */
export interface Block {
  readonly language: string;
  readonly text: string;
  readonly below: string;
}

export function blocksOf(page: string): Block[] {
  const blocks = textOf(page).matchAll(/^```(\w*)\n([\s\S]*?)^```\n\n?(.*)$/gm);
  return [...blocks].map(([, language = '', text = '', below = '']) => ({
    language,
    text,
    below,
  }));
}

const prose = (page: string) =>
  textOf(page)
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/`[^`\n]*`/g, code => code.replace(/[[\]()#]/g, '_'));

/** Links to other places in this repository. */
export function linksOf(page: string): { path: string; anchor?: string }[] {
  return [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter(target => !/^[a-z]+:/.test(target))
    .map(target => {
      const [file = '', anchor] = target.split('#');
      const path = file === '' ? page : posix.join(posix.dirname(page), file);
      return anchor === undefined ? { path } : { path, anchor };
    });
}

/** How mkdocs names a heading; where two are the same, the later ones are numbered. */
export function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  const text = textOf(page).replace(/^```[\s\S]*?^```$/gm, '');
  for (const [, heading = ''] of text.matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[`*]/g, '')
      .normalize('NFKD')
      .replace(/[^\w\s-]/g, '')
      .trim()
      .toLowerCase()
      .replace(/[-\s]+/g, '-');
    let own = slug;
    for (let count = 1; anchors.has(own); count += 1) {
      own = `${slug}_${count}`;
    }
    anchors.add(own);
  }
  return anchors;
}
