import { CHECK_IDS } from '../run/Outcomes';
import { Row } from '../document/measured';
import { closingLine, flawsOf, tableOf } from './table';

const passed = Object.fromEntries(
  CHECK_IDS.map(id => [id, { verdict: 'pass' }]),
);

const row = (outcomes: object) =>
  Row.parse({
    ...{ release: '1.42.5', node: '22.22.2', rssMb: 277, seconds: 30 },
    ...{ startSeconds: 2.94, catalogSeconds: 4, load: 1 },
    outcomes: { ...passed, ...outcomes },
  });

describe('the report of npm run hosts', () => {
  it('has a line for each host, with its figures', () => {
    const [head, line, ...rest] = tableOf([row({})]).split('\n');
    expect(head).toMatch(/^host +node +loads .* start +RSS$/);
    expect(line).toMatch(/^1\.42\.5 +22\.22\.2 +yes .* 2\.9 s +277 MB$/);
    expect(rest).toEqual(['']);
  });

  it('says why a check failed, or was skipped', () => {
    const flawed = row({
      hidden: { verdict: 'fail', why: 'the reader token is in the log' },
      docs: { verdict: 'skip', why: 'no mkdocs on this machine' },
    });
    expect(flawsOf([flawed])).toEqual([
      expect.stringMatching(
        /^1\.42\.5 on Node\.js 22\.22\.2: skipped: .*mkdocs/,
      ),
      expect.stringMatching(/: NO: .*: the reader token is in the log$/),
    ]);
    expect(closingLine([flawed])).toBe('8 passed, 1 failed, 1 skipped');
  });
});
