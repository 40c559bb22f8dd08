import { readFileSync, writeFileSync } from 'node:fs';
import { HOSTS, NODES } from '../matrix/hosts';
import { DOCUMENT, readMeasured, renderDocument } from './document';

describe('docs/reference/hosts.md', () => {
  it('is what the last runs say', () => {
    const text = renderDocument();
    if (process.env.UPDATE_DOCS) {
      writeFileSync(DOCUMENT, text);
    }
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(text);
  });

  it('has a run of every host on every Node.js', () => {
    const wanted = HOSTS.flatMap(({ release }) =>
      Object.values(NODES).map(version => `${release} on ${version}`),
    );
    const measured = readMeasured().rows.map(
      ({ release, node }) => `${release} on ${node}`,
    );
    expect(measured).toEqual(wanted);
  });

  it('says what failed, and why', () => {
    const [row, ...others] = readMeasured().rows;
    if (!row) {
      throw new Error('no row was measured');
    }
    const outcomes = {
      ...row.outcomes,
      docs: { verdict: 'fail' as const, why: 'no card' },
    };
    const text = renderDocument({
      measuredAt: '2026-01-01',
      rows: [{ ...row, outcomes }, ...others],
    });
    expect(text).toContain('| **no** |');
    expect(text).toMatch(/NO: a model card .* no card/);
  });
});
