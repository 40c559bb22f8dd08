import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const page = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');

/** Rows of the tables of threats: threat, what becomes of it, tests. */
const rows = page
  .split('\n')
  .filter(line => line.startsWith('|'))
  .map(line => line.split('|').map(cell => cell.trim()))
  .filter(cells => cells.length === 5 && cells[3]?.includes('.test.'))
  .map(([, threat = '', outcome = '', tests = '']) => ({
    threat,
    outcome,
    tests: [...tests.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
  }));

const headings = page
  .split('\n')
  .filter(line => /^\| threat /.test(line)).length;
const rowsOfThreats = page
  .split(/^\| threat .*$/m)
  .slice(1)
  .flatMap(part => part.trimStart().split('\n\n')[0]?.split('\n') ?? [])
  .filter(line => line.startsWith('|') && !line.startsWith('| ---'));

describe('docs/security.md', () => {
  it('names a test for each threat', () => {
    expect(headings).toBeGreaterThan(3);
    expect(rows).toHaveLength(rowsOfThreats.length);
    expect(rows.length).toBeGreaterThan(40);
  });

  it.each(rows.map(row => [row.threat, row] as const))(
    'has its tests for: %s',
    (_, { outcome, tests }) => {
      expect(outcome).not.toBe('');
      expect(tests.length).toBeGreaterThan(0);
      for (const test of tests) {
        const file = join(ROOT, test);
        expect([test, existsSync(file)]).toEqual([test, true]);
        expect(readFileSync(file, 'utf8')).toMatch(
          /\b(it|test|describe\w*)(\.each)?[(<]/,
        );
      }
    },
  );
});
