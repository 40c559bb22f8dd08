import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const page = readFileSync(
  join(ROOT, 'docs/reference/earlier-connector.md'),
  'utf8',
);
const NAMED = /`([^`]+\.(?:ts|yaml))` "([^"]+)"/g;

/** Defects and the tests that are named for each: file and words of its text. */
const rows = page
  .split('\n')
  .filter(line => /^\| (?!it |---)/.test(line))
  .map(line => ({
    defect: line.split('|')[1]?.trim() ?? '',
    tests: [...line.matchAll(NAMED)].map(([, file = '', words = '']) => ({
      file,
      words,
    })),
  }));

describe('the page about the earlier connector', () => {
  it('has its defects', () => {
    expect(rows.length).toBeGreaterThan(25);
  });

  it.each(rows.map(({ defect, tests }) => [defect, tests] as const))(
    'has a test for: %s',
    (_defect, tests) => {
      expect(tests).not.toEqual([]);
      for (const { file, words } of tests) {
        const path = join(ROOT, file);
        expect([file, existsSync(path)]).toEqual([file, true]);
        const text = readFileSync(path, 'utf8').replace(/\s+/g, ' ');
        expect([file, text.includes(words) || words]).toEqual([file, true]);
      }
    },
  );
});
