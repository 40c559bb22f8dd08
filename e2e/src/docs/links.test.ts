import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { anchorsOf, DOCS, linksOf, PAGES, ROOT, textOf } from './pages';

describe.each(PAGES.map(page => [page]))('docs/%s', page => {
  it('leads only to pages and headings that are there', () => {
    const flaws = linksOf(page).flatMap(({ path, anchor }) => {
      if (path.startsWith('..')) {
        // A hub shows docs/ alone: name what is outside as code.
        return [`${path} is outside of docs/`];
      }
      if (!existsSync(join(DOCS, path))) {
        return [`${path} is not there`];
      }
      return anchor === undefined || anchorsOf(path).has(anchor)
        ? []
        : [`${path} has no heading #${anchor}`];
    });
    expect(flaws).toEqual([]);
  });

  it('names only files of the repository that are there', () => {
    const named = [
      ...textOf(page).matchAll(
        /`((?:e2e|packages|plugins|deploy|scripts|bench)\/[\w./-]+\.(?:tsx?|mjs|cjs|yaml|md|json))`/g,
      ),
    ].map(([, file = '']) => file);
    expect(named.filter(file => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});

it.each(['README.md', 'deploy/README.md'])(
  '%s leads only to what is there',
  file => {
    const text = readFileSync(join(ROOT, file), 'utf8').replace(
      /^```[\s\S]*?^```$/gm,
      '',
    );
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter(target => !/^[a-z]+:/.test(target));
    expect(targets.length).toBeGreaterThan(0);
    const missing = targets.filter(target => {
      const [path = '', anchor] = target.split('#');
      const at = join(ROOT, file, '..', path);
      const page = at.startsWith(DOCS) ? at.slice(DOCS.length + 1) : undefined;
      return (
        !existsSync(at) ||
        (anchor !== undefined &&
          page !== undefined &&
          !anchorsOf(page).has(anchor))
      );
    });
    expect(missing).toEqual([]);
  },
);
