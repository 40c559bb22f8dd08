import { readFileSync } from 'fs';
import { join } from 'path';
import { ROOT } from './paths';

const page = () => readFileSync(join(ROOT, 'docs/reference/rights.md'), 'utf8');

/** `group/resource verb` for each in "`group/resource` verb, verb; ...". */
function rightsIn(text: string): string[] {
  return text.split(';').flatMap(part => {
    const [, what, verbs = ''] = /`([^`]+)` (.+)/.exec(part) ?? [];
    if (!what) throw new Error(`no right: ${part}`);
    return verbs.split(',').map(verb => `${what} ${verb.trim()}`);
  });
}

/** What the page says that each component grants. */
export function componentsOfPage(): Map<string, string[]> {
  const rows = page().matchAll(/^\| `([a-z-]+)` \| ([^|]+) \|/gm);
  return new Map(
    [...rows].map(([, name = '', rights = '']) => [
      name,
      rightsIn(rights).sort(),
    ]),
  );
}

/** What the page says that the documented roles grant in vain. */
export function unusedOfPage(): string[] {
  const [, section = ''] = page().split(/^## Granted by.*$/m);
  const items = section.split(/^## /m)[0]?.matchAll(/^- (.+)$/gm) ?? [];
  return [...items].flatMap(([, text = '']) => rightsIn(text)).sort();
}
