import { existsSync } from 'fs';
import { join } from 'path';
import { blocksOf, PAGES, ROOT } from './pages';

/** What may stand below a block of commands. */
const MARKS = [/^\*Run (?:on|by|through) .+\*$/, /^\*Not run(?: here)?: .+\*$/];

const commands = PAGES.flatMap(page =>
  blocksOf(page)
    .filter(({ language }) => language === 'sh')
    .map(block => ({ page, ...block })),
);

describe('the commands on the pages', () => {
  it('are some, on several pages', () => {
    expect(commands.length).toBeGreaterThan(30);
  });

  it.each(commands)('of $page say whether a test runs them: $text', block => {
    expect(MARKS.some(mark => mark.test(block.below)) || block.below).toBe(
      true,
    );
  });

  const tests = commands.flatMap(({ page, below }) =>
    [...below.matchAll(/Run by `((?:e2e|packages|plugins)\/[^`]+)`/g)].map(
      ([, file = '']) => ({ page, file }),
    ),
  );

  it.each(tests)('of $page name a test that is there: $file', ({ file }) => {
    expect([file, existsSync(join(ROOT, file))]).toEqual([file, true]);
  });
});
